package io.wsgauge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.config.ConfigReader;
import io.wsgauge.config.ConfigReader.Effective;
import io.wsgauge.config.ConfigSource;
import io.wsgauge.config.Overrides;
import io.wsgauge.testing.Certificates;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a start that fails after the configuration was found right says of it. */
@ExtendWith(VertxExtension.class)
class StartFailureIT {
  /** In IPv6. */
  private static final byte[] LOOPBACK = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

  @TempDir Path directory;

  private static MainVerticle verticle(String json) throws Exception {
    ConfigSource source = new ConfigSource("test", new JsonObject(json.replace('\'', '"')));
    Effective<Config> effective = ConfigReader.read(source, Overrides.of(Map.of()), Config.class);
    return new MainVerticle(
        effective.config(), new ConfigReload(source, Overrides.of(Map.of()), effective));
  }

  private static String failure(Vertx vertx, MainVerticle verticle) {
    return assertThrows(
            StartFailure.class, () -> vertx.deployVerticle(verticle).await(20, TimeUnit.SECONDS))
        .getMessage();
  }

  @Test
  @DisplayName("a port in use is told as an address of IPv6 is written")
  void portInUse(Vertx vertx) throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByAddress(LOOPBACK))) {
      int port = other.getLocalPort();
      MainVerticle verticle = verticle("{'server': {'host': '::1', 'port': %d}}".formatted(port));
      assertEquals(
          "cannot listen on [::1]:%d (server.host, server.port): Address already in use"
              .formatted(port),
          failure(vertx, verticle));
    }
  }

  @Test
  @DisplayName("a host that does not resolve is told by its key")
  void unknownHost(Vertx vertx) throws Exception {
    MainVerticle verticle = verticle("{'server': {'host': 'no host', 'port': 0}}");
    assertEquals(
        "cannot listen on no host:0 (server.host): the name does not resolve",
        failure(vertx, verticle));
  }

  @Test
  @DisplayName("a host of a node that does not resolve is told by its key")
  void unknownNode(Vertx vertx) throws Exception {
    MainVerticle verticle =
        verticle("{'server': {'port': 0}, 'cluster': {'enabled': true, 'host': 'no host'}}");
    assertEquals(
        "cannot listen on no host:5701 (cluster.host): the name does not resolve",
        failure(vertx, verticle));
  }

  @Test
  @DisplayName("credentials that have gone since the check are told by their section")
  void credentialsGone(Vertx vertx) throws Exception {
    Path tokens = Files.writeString(directory.resolve("tokens"), "abc");
    MainVerticle verticle =
        verticle(
            "{'server': {'port': 0}, 'socket': {'auth': {'tokenFile': '%s'}}}".formatted(tokens));
    Files.delete(tokens);
    assertEquals(
        "cannot read the files of socket.auth: no such file: " + tokens, failure(vertx, verticle));
  }

  @Test
  @DisplayName("a key that has gone since the check is told by its section")
  void keyGone(Vertx vertx) throws Exception {
    Certificates.selfSigned(directory, "localhost");
    Path key = directory.resolve("key.pem");
    MainVerticle verticle =
        verticle(
            "{'server': {'port': 0, 'tls': {'certificate': '%s', 'key': '%s'}}}"
                .formatted(directory.resolve("certificate.pem"), key));
    Files.delete(key);
    assertEquals(
        "cannot read the files of server.tls: no such file: " + key, failure(vertx, verticle));
  }
}
