package io.wsgauge.cluster;

import io.wsgauge.config.ConfiguredFile;
import io.wsgauge.text.HostPort;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a node is to the others, from the configuration and from where its server is. */
public record NodeSettings(Node node, Engine.Settings engine) {
  private static final String CLUSTER = "wsgauge";

  /** Enough of a hash, and a part of a name that people may read. */
  private static final int HASH_LENGTH = 16;

  /**
   * Where the WebSocket of a server is.
   *
   * @param host that is listened on; empty for every address
   */
  public record Endpoint(boolean tls, String host, int port, String path) {
    String url(String address) {
      return (tls ? "wss://" : "ws://") + HostPort.of(host.isEmpty() ? address : host, port) + path;
    }
  }

  /**
   * Blocks, to read files and to resolve names.
   *
   * @param name of the node
   * @param endpoint null without a server
   */
  public static NodeSettings read(
      ClusterConfig config, String name, String version, @Nullable Endpoint endpoint)
      throws Exception {
    String address = OwnAddress.choose(config.host());
    String url = endpoint == null || !config.mesh().enabled() ? "" : endpoint.url(address);
    Node node =
        new Node(
            "",
            name,
            address,
            config.zone(),
            version,
            url,
            url.isEmpty() ? "" : config.mesh().url().replace("{name}", name),
            shared(config));
    String secret =
        config.secretFile().isEmpty() ? "" : ConfiguredFile.secret(Path.of(config.secretFile()));
    List<String> members =
        config.members().stream().map(member -> withPort(member, config.port())).toList();
    return new NodeSettings(
        node,
        new Engine.Settings(
            secret.isEmpty() ? CLUSTER : CLUSTER + "-" + hash(CLUSTER + "\n" + secret),
            address,
            config.port(),
            members,
            config.dns(),
            config.failAfter(),
            config.bus(address),
            node.attributes()));
  }

  /** What is open to whom, in words. */
  String openings() {
    return "%s to who knows the cluster's name%s, %s to %s"
        .formatted(
            HostPort.of(engine.address(), engine.port()),
            engine.cluster().equals(CLUSTER) ? " (no secret, cluster.secretFile)" : "",
            HostPort.of(engine.address(), engine.bus().getPort()),
            engine.bus().isSsl() ? "certificates of cluster.tls" : "anybody (no TLS, cluster.tls)");
  }

  /** What stands for the list of shared targets; empty without any. */
  static String shared(ClusterConfig config) {
    return config.shared().targets().isEmpty() ? "" : hash(config.shared().toString());
  }

  private static String withPort(String member, int port) {
    boolean hasPort = member.matches("\\[.*]:\\d+|[^\\[\\]:]+:\\d+");
    return hasPort ? member : member + ":" + port;
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, 2 * HASH_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // each JDK has it
    }
  }
}
