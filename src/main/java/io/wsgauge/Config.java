package io.wsgauge;

import io.wsgauge.check.CheckConfig;
import io.wsgauge.client.ClientConfig;
import io.wsgauge.cluster.ClusterConfig;
import io.wsgauge.cluster.Node;
import io.wsgauge.config.Checked;
import io.wsgauge.config.Problems;
import io.wsgauge.scenario.ScenarioConfig;
import io.wsgauge.server.ServerConfig;
import io.wsgauge.socket.SocketConfig;
import io.wsgauge.telemetry.TelemetryConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The whole configuration: a section for each feature that has one. */
record Config(
    ServerConfig server,
    SocketConfig socket,
    ScenarioConfig scenario,
    ClientConfig client,
    CheckConfig check,
    LogSettings log,
    TelemetryConfig telemetry,
    ClusterConfig cluster)
    implements Checked {

  @Override
  public void check(Problems problems) {
    server.check(problems);
    socket.check(problems);
    client.check(problems);
    check.check(problems);
    cluster.check(problems);
    checkCluster(problems);
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

  /** What a cluster needs of the other sections. */
  private void checkCluster(Problems problems) {
    if (!cluster.enabled()) {
      return;
    }
    String node = cluster.name().isEmpty() ? server.name() : cluster.name();
    if (!node.isEmpty() && !Node.isName(node)) {
      problems.add(
          cluster.name().isEmpty() ? "server.name" : "cluster.name",
          node,
          "must be up to 100 visible characters without spaces and slashes, since it names a node");
    }
    boolean pinged = cluster.mesh().enabled() && server.enabled();
    if (pinged && (socket.auth().asks() || socket.requireOrigin())) {
      problems.add(
          "cluster.mesh.enabled",
          true,
          "needs a server without socket.auth and socket.requireOrigin, since nodes show nothing");
    }
    if (!cluster.shared().targets().isEmpty() && !client.enabled()) {
      problems.add("client.enabled", false, "must be true where there are cluster.shared.targets");
    }
    Set<String> shared =
        cluster.shared().targets().stream()
            .flatMap(target -> target.names().stream())
            .collect(Collectors.toSet());
    for (int i = 0; i < client.targets().size(); i++) {
      for (String name : client.targets().get(i).names()) {
        if (shared.contains(name) || ClusterConfig.isNodeName(name)) {
          problems.add(
              "client.targets[" + i + "].name", name, "is the name of a target of the cluster");
        }
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
