package io.wsgauge.command;

import io.wsgauge.config.ConfigException;

/** The service, as the commands that are about it see it. Each method returns an exit code. */
public interface Service {
  /** Runs it; returns as soon as it runs, on threads that keep the process alive. */
  int serve(ConfigInput input) throws ConfigException;

  /** Prints nothing where the configuration holds. */
  int checkConfig(ConfigInput input) throws ConfigException;

  /** Prints the configuration that it would run with, secrets masked. */
  int showConfig(ConfigInput input) throws ConfigException;

  /** Prints the schema of configurations. */
  int showSchema();

  /** Asks the one that runs here with this configuration whether it is ready. */
  int checkHealth(ConfigInput input) throws ConfigException;
}
