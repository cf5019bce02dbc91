package io.wsgauge.command;

import io.wsgauge.config.ConfigException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Checks and shows configurations. */
@Command(
    name = "config",
    sortOptions = false,
    header = "Check the configuration, or print it with all defaults, secrets masked.",
    footer = {
      "",
      "Examples:",
      "  wsgauge config check -c my.json",
      "  wsgauge config schema > config.schema.json",
      "Exit codes: 0 the configuration holds, 2 it is wrong."
    })
final class ConfigCommand implements Callable<Integer> {
  /** What is done with the configuration. */
  enum Action {
    check,
    show,
    schema
  }

  private final Service service;

  @Parameters(
      arity = "0..1",
      paramLabel = "ACTION",
      defaultValue = "show",
      description =
          "check prints what is wrong, or nothing; show (without one) prints the effective"
              + " configuration; schema prints its JSON Schema.")
  Action action = Action.show;

  @Mixin ConfigOptions config = new ConfigOptions();

  ConfigCommand(Service service) {
    this.service = service;
  }

  @Override
  public Integer call() throws ConfigException {
    ConfigInput input = config.input(List.of());
    return switch (action) {
      case check -> service.checkConfig(input);
      case show -> service.showConfig(input);
      case schema -> service.showSchema();
    };
  }
}
