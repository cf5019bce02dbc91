package io.wsgauge.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class CommandDocTest {
  private static final int LINES_OF_A_SCREEN = 55;

  private static final Shell SHELL =
      new Shell(
          Map.of(),
          Path.of(""),
          InputStream.nullInputStream(),
          new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
          System.err,
          false,
          false,
          false,
          hangup -> {},
          interrupt -> {});

  private static CommandLine model() {
    return Commands.model(SHELL, null, "1");
  }

  static List<String> commands() {
    return model().getSubcommands().keySet().stream().filter(name -> !name.equals("help")).toList();
  }

  @ParameterizedTest
  @MethodSource("commands")
  @DisplayName("docs/cli.md has each command's options as the program knows them")
  void table(String name) throws Exception {
    String page = Files.readString(Path.of("docs/cli.md"));
    String heading = "\n## " + name + "\n";
    assertTrue(page.contains(heading), "no " + heading);
    String section = page.substring(page.indexOf(heading) + heading.length()).split("\n## ", 2)[0];
    String table =
        section.lines().filter(line -> line.startsWith("| `")).collect(Collectors.joining("\n"));
    assertEquals(rows(model().getSubcommands().get(name)), table);
  }

  private static String rows(CommandLine command) {
    List<String> rows =
        command.getCommandSpec().positionalParameters().stream()
            .map(parameter -> row("`" + parameter.paramLabel() + "`", parameter))
            .collect(Collectors.toList());
    command.getCommandSpec().options().stream()
        .filter(option -> !option.hidden())
        .forEach(option -> rows.add(row(names(option), option)));
    return String.join("\n", rows);
  }

  private static String names(OptionSpec option) {
    String names =
        Arrays.stream(option.names())
            .map(name -> "`" + name + "`")
            .collect(Collectors.joining(", "));
    return option.arity().max() == 0 ? names : names + " `" + option.paramLabel() + "`";
  }

  private static String row(String name, CommandLine.Model.ArgSpec argument) {
    return "| "
        + name.replace("|", "\\|")
        + " | "
        + String.join(" ", argument.description()).replace("|", "\\|")
        + " |";
  }

  @ParameterizedTest
  @MethodSource("commands")
  @DisplayName("the help of each command fits a screen and has two examples")
  void usage(String name) {
    List<String> lines = model().getSubcommands().get(name).getUsageMessage().lines().toList();
    assertTrue(lines.size() <= LINES_OF_A_SCREEN, lines.size() + " lines");
    int examples = lines.indexOf("Examples:");
    assertTrue(lines.get(examples + 1).contains("wsgauge " + name), lines.toString());
    assertTrue(lines.get(examples + 2).contains("wsgauge " + name), lines.toString());
  }

  @Test
  @DisplayName("the script for bash completes commands and their options")
  void completion() {
    String script = picocli.AutoComplete.bash("wsgauge", model());
    assertTrue(script.contains("ping") && script.contains("--expect-pattern"));
  }
}
