package io.wsgauge.command;

import io.wsgauge.config.ConfigException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Asks a running service for its health. */
@Command(
    name = "health",
    sortOptions = false,
    header = "Ask the service that runs here with this configuration whether it is ready.",
    footer = {
      "",
      "Examples:",
      "  wsgauge health",
      "  wsgauge health -c my.json",
      "Exit codes: 0 ready, 1 not ready or not to be reached, 2 wrong arguments or configuration."
    })
final class HealthCommand implements Callable<Integer> {
  private final Service service;

  @Mixin ConfigOptions config = new ConfigOptions();

  HealthCommand(Service service) {
    this.service = service;
  }

  @Override
  public Integer call() throws ConfigException {
    return service.checkHealth(config.input(List.of()));
  }
}
