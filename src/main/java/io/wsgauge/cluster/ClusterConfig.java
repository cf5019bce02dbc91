package io.wsgauge.cluster;

import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.wsgauge.config.Checked;
import io.wsgauge.config.ConfiguredFile;
import io.wsgauge.config.PemFiles;
import io.wsgauge.config.Problems;
import io.wsgauge.probe.TargetConfig;
import io.wsgauge.probe.TargetRules;
import io.wsgauge.text.Url;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Section {@code cluster}; the schema says what the keys mean. */
public record ClusterConfig(
    boolean enabled,
    String name,
    String zone,
    String secretFile,
    List<String> members,
    String dns,
    String host,
    int port,
    int busPort,
    Tls tls,
    Duration failAfter,
    int maxNodes,
    MeshConfig mesh,
    SharedConfig shared)
    implements Checked {
  /** What begins the name of a target that is a node. */
  public static final String NODE_PREFIX = "node:";

  /** The label that says which node pings a target. */
  static final String NODE_LABEL = "node";

  private static final int HEAP_PER_TARGET = 48 << 10;

  /** How long the other end of a connection of the bus has to answer a ping. */
  private static final long PING_REPLY_MILLIS = 3000;

  /** PEM files; each component may be empty. */
  public record Tls(String certificate, String key, String authorities) {
    boolean enabled() {
      return !certificate.isEmpty();
    }

    private void check(Problems problems) {
      PemFiles.check("cluster.tls", certificate, key, problems);
      ConfiguredFile.check(
          "cluster.tls.authorities", authorities, PemFiles::certificates, problems);
      if (enabled() == authorities.isEmpty()) {
        problems.add(
            "cluster.tls.authorities", authorities, "goes together with cluster.tls.certificate");
      }
    }
  }

  /** Targets that are the other nodes. */
  public record MeshConfig(
      boolean enabled,
      String url,
      int peers,
      int fullUpTo,
      List<String> allow,
      Duration interval,
      boolean pairMetrics) {
    /** This one, with what a node that runs takes up of another: not what others know of it. */
    MeshConfig takingUp(MeshConfig read) {
      return new MeshConfig(
          enabled, url, read.peers, read.fullUpTo, read.allow, read.interval, read.pairMetrics);
    }
  }

  /** Targets that the nodes share out. */
  public record SharedConfig(
      List<TargetConfig> targets, int replicas, int maxPerNode, Duration handover) {
    private void check(Problems problems) {
      Set<String> names = new HashSet<>();
      for (int i = 0; i < targets.size(); i++) {
        TargetConfig target = targets.get(i);
        String path = "cluster.shared.targets[" + i + "]";
        for (String name : target.names()) {
          if (isNodeName(name)) {
            problems.add(path + ".name", name, "must not begin with " + NODE_PREFIX);
          }
          if (!names.add(name)) {
            problems.add(path + ".name", target.name(), "is the name of another target");
          }
        }
        if (target.isSelf()) {
          problems.add(path + ".url", target.url(), "must be a URL, the same for all nodes");
        } else {
          TargetRules.checkUrl(path + ".url", target.url(), problems);
        }
        if (target.labelMap().containsKey(NODE_LABEL)) {
          problems.add(path + ".labels", "must not have node, which says who pings the target");
        }
        Problems own = new Problems();
        target.check(own);
        problems.addAll(path, own);
      }
      long most = Runtime.getRuntime().maxMemory() / HEAP_PER_TARGET;
      if (!targets.isEmpty() && maxPerNode > most) {
        problems.add(
            "cluster.shared.maxPerNode",
            maxPerNode,
            "must be at most %d, for a heap of %d MiB"
                .formatted(most, Runtime.getRuntime().maxMemory() >> 20));
      }
    }
  }

  @Override
  public void check(Problems problems) {
    if (!enabled) {
      return;
    }
    ConfiguredFile.check("cluster.secretFile", secretFile, ConfiguredFile::secret, problems);
    if (isWildcard()) {
      problems.add("cluster.host", host, "must be one address, at which other nodes find this one");
    }
    if (!dns.isEmpty() && !members.isEmpty()) {
      problems.add("cluster.dns", dns, "must be empty where there are cluster.members");
    }
    for (int i = 0; i < members.size(); i++) {
      TargetRules.checkHostAndPort("cluster.members[" + i + "]", members.get(i), problems);
    }
    List<String> addresses = OwnAddress.all();
    if (host.isEmpty() && addresses.size() > 1) {
      problems.add(
          "cluster.host", host, "must be one of this machine's: " + String.join(", ", addresses));
    }
    if (port == busPort) {
      problems.add("cluster.busPort", busPort, "must be another than cluster.port");
    }
    tls.check(problems);
    shared.check(problems);
    if (!mesh.url().isEmpty()) {
      TargetRules.checkUrl("cluster.mesh.url", mesh.url().replace("{name}", "name"), problems);
    }
  }

  /** Names a target in the way of the nodes' own. */
  public static boolean isNodeName(String target) {
    return target.startsWith(NODE_PREFIX);
  }

  private boolean isWildcard() {
    if (host.isEmpty()) {
      return false;
    }
    try {
      return InetAddress.getByName(host).isAnyLocalAddress();
    } catch (UnknownHostException e) {
      return false; // it may be there later, and is told when it is needed
    }
  }

  /** The names under {@code members} and {@code dns} that do not resolve now. Blocks. */
  List<String> unresolved() {
    return Stream.concat(
            members.stream().map(member -> Url.of("tcp://" + member).host()), Stream.of(dns))
        .filter(host -> !host.isEmpty() && !resolves(host))
        .toList();
  }

  private static boolean resolves(String host) {
    try {
      InetAddress.getByName(host);
      return true;
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** The bus's options. */
  EventBusOptions bus(String address) {
    EventBusOptions options =
        new EventBusOptions()
            .setHost(address)
            .setPort(busPort)
            .setConnectTimeout(2000)
            // a connection that is dead is found no later than the node at its end
            .setClusterPingInterval(Math.max(1000, failAfter.toMillis() - PING_REPLY_MILLIS))
            .setClusterPingReplyInterval(PING_REPLY_MILLIS);
    if (tls.enabled()) {
      options
          .setSsl(true)
          // in a form of Vert.x's own, since the bus copies them as JSON for its client
          .setKeyCertOptions(
              new PemKeyCertOptions().setCertPath(tls.certificate()).setKeyPath(tls.key()))
          .setTrustOptions(new PemTrustOptions().addCertPath(tls.authorities()))
          // by default every certificate is trusted
          .setTrustAll(false)
          .setClientAuth(ClientAuth.REQUIRED);
    }
    return options;
  }
}
