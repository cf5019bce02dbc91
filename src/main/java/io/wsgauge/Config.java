package io.wsgauge;

import io.wsgauge.check.CheckConfig;
import io.wsgauge.client.ClientConfig;
import io.wsgauge.config.Checked;
import io.wsgauge.config.Problems;
import io.wsgauge.scenario.ScenarioConfig;
import io.wsgauge.server.ServerConfig;
import io.wsgauge.socket.SocketConfig;
import io.wsgauge.telemetry.TelemetryConfig;
import java.util.ArrayList;
import java.util.List;

/** The whole configuration: a section for each feature that has one. */
record Config(
    ServerConfig server,
    SocketConfig socket,
    ScenarioConfig scenario,
    ClientConfig client,
    CheckConfig check,
    LogSettings log,
    TelemetryConfig telemetry)
    implements Checked {

  @Override
  public void check(Problems problems) {
    server.check(problems);
    socket.check(problems);
    client.check(problems);
    check.check(problems);
    if (socket.auth().clientCertificate() && server.tls().clientAuthorities().isEmpty()) {
      problems.add("socket.auth.clientCertificate", true, "needs server.tls.clientAuthorities");
    }
    if (!server.enabled() && !client.active()) {
      problems.add("server.enabled", false, "nothing is left to run, the client is off as well");
    }
    for (int i = 0; i < client.targets().size(); i++) {
      if (client.enabled() && client.targets().get(i).isSelf() && !server.enabled()) {
        problems.add(
            "client.targets[" + i + "].url",
            "self",
            "must be a URL, since server.enabled is false");
      }
    }
  }

  /**
   * What a server leaves open to whoever reaches it, each with the key that closes it; empty when
   * that is nothing, or it is reached from this machine alone.
   */
  List<String> openings() {
    if (!server.enabled() || server.isLoopback()) {
      return List.of();
    }
    List<String> openings = new ArrayList<>();
    if (socket.allowedOrigins().contains("*")) {
      openings.add("any origin (socket.allowedOrigins)");
    }
    if (!socket.auth().asks()) {
      openings.add("no credentials (socket.auth)");
    }
    if (!server.tls().enabled()) {
      openings.add("no TLS (server.tls)");
    }
    return openings;
  }
}
