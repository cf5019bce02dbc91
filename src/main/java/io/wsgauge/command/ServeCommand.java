package io.wsgauge.command;

import io.wsgauge.config.ConfigException;
import io.wsgauge.config.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the service. */
@Command(
    name = "serve",
    sortOptions = false,
    header = "Run the server, its page and the client that pings, until SIGTERM.",
    footer = {
      "",
      "What ranks first: --set and the options above, then the environment (WSGAUGE_SERVER_PORT=9090),",
      "then the file, then the defaults.",
      "Examples:",
      "  wsgauge serve --port 9090 --host 127.0.0.1",
      "  wsgauge serve -c my.json --set socket.idleTimeout=2h",
      "Exit codes: 0 fine, 1 failed while running, 2 wrong arguments or configuration."
    })
final class ServeCommand implements Callable<Integer> {
  private final Service service;

  @Option(
      names = {"-p", "--port"},
      paramLabel = "PORT",
      description = "The port to listen on; 0 is any free one (server.port).")
  @Nullable Integer port;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "The address to listen on (server.host).")
  @Nullable String host;

  @Option(
      names = "--echo",
      description = "Reply to each message with the message itself (socket.reply.mode).")
  boolean echo;

  @Option(
      names = {"--cluster", "-cluster"},
      description = "Be a node of a cluster (cluster.enabled).")
  boolean cluster;

  @Mixin ConfigOptions config = new ConfigOptions();

  @Option(names = "--check-config", hidden = true, description = "As the command config show.")
  boolean checkConfig;

  @Option(names = "--check-health", hidden = true, description = "As the command health.")
  boolean checkHealth;

  ServeCommand(Service service) {
    this.service = service;
  }

  @Override
  public Integer call() throws ConfigException {
    List<Setting> own = new ArrayList<>();
    if (port != null) {
      own.add(new Setting("--port", "server.port", port.toString()));
    }
    if (host != null) {
      own.add(new Setting("--host", "server.host", host));
    }
    if (echo) {
      own.add(new Setting("--echo", "socket.reply.mode", "echo"));
    }
    if (cluster) {
      own.add(new Setting("--cluster", "cluster.enabled", "true"));
    }
    ConfigInput input = config.input(own);
    if (checkConfig) {
      return service.showConfig(input);
    }
    return checkHealth ? service.checkHealth(input) : service.serve(input);
  }
}
