package io.wsgauge;

import io.vertx.core.json.JsonObject;
import io.wsgauge.command.ConfigInput;
import io.wsgauge.command.ExitCode;
import io.wsgauge.command.Service;
import io.wsgauge.command.Shell;
import io.wsgauge.config.ConfigException;
import io.wsgauge.config.ConfigReader;
import io.wsgauge.config.ConfigReader.Effective;
import io.wsgauge.config.ConfigSource;
import io.wsgauge.config.Overrides;

/** The service from a terminal. */
final class ServiceCommands implements Service {
  private final Shell shell;

  ServiceCommands(Shell shell) {
    this.shell = shell;
  }

  @Override
  public int serve(ConfigInput input) throws ConfigException {
    ConfigSource source = source(input);
    Overrides overrides = overrides(input);
    Effective<Config> effective = ConfigReader.read(source, overrides, Config.class);
    ClusterDeployment.checkEngine(effective.config(), "wsgauge");
    ConfigReload reload = new ConfigReload(source, overrides, effective);
    shell.hangup().accept(reload::readNow);
    int result = new Launcher(effective.config(), reload, shell.err()).launch();
    return result == 0 ? ExitCode.FINE : ExitCode.FAILED;
  }

  @Override
  public int checkConfig(ConfigInput input) throws ConfigException {
    read(input);
    return ExitCode.FINE;
  }

  @Override
  public int showConfig(ConfigInput input) throws ConfigException {
    shell.out().println(read(input).shown().encodePrettily());
    return ExitCode.FINE;
  }

  @Override
  public int showSchema() {
    shell.out().print(ConfigReader.schema());
    return ExitCode.FINE;
  }

  @Override
  public int checkHealth(ConfigInput input) throws ConfigException {
    JsonObject config = ConfigReader.unchecked(source(input), overrides(input));
    boolean ready = HealthCheck.run(config.getJsonObject("server"), shell.out(), shell.err());
    return ready ? ExitCode.FINE : ExitCode.FAILED;
  }

  private Effective<Config> read(ConfigInput input) throws ConfigException {
    Effective<Config> read = ConfigReader.read(source(input), overrides(input), Config.class);
    read.warnings().forEach(warning -> shell.err().println("wsgauge: " + warning));
    return read;
  }

  private ConfigSource source(ConfigInput input) throws ConfigException {
    return ConfigSource.find(input.source(), shell.directory());
  }

  private Overrides overrides(ConfigInput input) {
    return new Overrides(shell.environment(), input.settings());
  }
}
