package io.wsgauge.testing;

import io.vertx.core.json.JsonObject;
import io.wsgauge.check.CheckConfig;
import io.wsgauge.client.ClientConfig;
import io.wsgauge.cluster.ClusterConfig;
import io.wsgauge.config.Checked;
import io.wsgauge.config.ConfigException;
import io.wsgauge.config.ConfigReader;
import io.wsgauge.config.ConfigSource;
import io.wsgauge.config.Overrides;
import io.wsgauge.config.Problems;
import io.wsgauge.scenario.ScenarioConfig;
import io.wsgauge.server.ServerConfig;
import io.wsgauge.socket.SocketConfig;
import io.wsgauge.telemetry.TelemetryConfig;
import java.util.Map;

/** Sections of the configuration, at their defaults but for what is said. */
public final class Configs {
  /** All sections, since none may be left over. */
  private record Whole(
      ServerConfig server,
      SocketConfig socket,
      ScenarioConfig scenario,
      ClientConfig client,
      CheckConfig check,
      TelemetryConfig telemetry,
      ClusterConfig cluster)
      implements Checked {
    @Override
    public void check(Problems problems) {
      // what a test says is right
    }
  }

  private Configs() {}

  public static ServerConfig server(String json) {
    return read("server", json).server();
  }

  public static SocketConfig socket(String json) {
    return read("socket", json).socket();
  }

  public static ScenarioConfig scenario(String json) {
    return read("scenario", json).scenario();
  }

  public static CheckConfig check(String json) {
    return read("check", json).check();
  }

  public static ClientConfig client(String json) {
    return read("client", json).client();
  }

  public static ClusterConfig cluster(String json) {
    return read("cluster", json).cluster();
  }

  private static Whole read(String section, String json) {
    JsonObject config = new JsonObject().put(section, new JsonObject(json));
    try {
      return ConfigReader.read(
              new ConfigSource("test", config), Overrides.of(Map.of()), Whole.class)
          .config();
    } catch (ConfigException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
