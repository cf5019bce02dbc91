package io.wsgauge.command;

import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Prints what makes a shell complete commands and options. */
@Command(
    name = "completion",
    header = "Print a script that completes commands and options in bash and zsh.",
    footer = {
      "",
      "Examples:",
      "  source <(wsgauge completion)",
      "  wsgauge completion > /etc/bash_completion.d/wsgauge"
    })
final class CompletionCommand implements Callable<Integer> {
  private final Shell shell;
  private final Supplier<CommandLine> all;

  CompletionCommand(Shell shell, Supplier<CommandLine> all) {
    this.shell = shell;
    this.all = all;
  }

  @Override
  public Integer call() {
    shell.print(AutoComplete.bash("wsgauge", all.get()));
    return ExitCode.FINE;
  }
}
