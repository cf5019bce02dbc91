package io.wsgauge.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wsgauge.testing.Certificates;
import io.wsgauge.testing.ServiceProcess;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes on addresses of the loopback, whose bus asks for certificates. */
class ClusterTlsIT {
  @TempDir Path directory;

  private int port;
  private int busPort;

  private ServiceProcess start(int node, String authority) throws Exception {
    Path files = directory.resolve("n" + node);
    Files.createDirectories(files);
    Certificates.signed(files, "node", directory.resolve(authority));
    JsonObject tls =
        new JsonObject()
            .put("certificate", files.resolve("certificate.pem").toString())
            .put("key", files.resolve("key.pem").toString())
            .put("authorities", directory.resolve(authority).resolve("certificate.pem").toString());
    JsonObject config =
        new JsonObject()
            .put("server", new JsonObject().put("host", "127.0.0." + node).put("port", 0))
            .put("client", new JsonObject().put("targets", new JsonArray()))
            .put(
                "cluster",
                new JsonObject()
                    .put("enabled", true)
                    .put("name", "n" + node)
                    .put("host", "127.0.0." + node)
                    .put("port", port)
                    .put("busPort", busPort)
                    .put("members", new JsonArray(List.of("127.0.0.1", "127.0.0.2", "127.0.0.3")))
                    .put("tls", tls));
    return ServiceProcess.jar(directory, Map.of(), "-conf", config.encode());
  }

  private static Set<String> answering(int node, int port) throws Exception {
    JsonObject mesh =
        new JsonObject(
            HttpClient.newHttpClient()
                .send(
                    HttpRequest.newBuilder(
                            URI.create("http://127.0.0.%d:%d/api/mesh".formatted(node, port)))
                        .build(),
                    HttpResponse.BodyHandlers.ofString())
                .body());
    Set<String> nodes = new TreeSet<>();
    mesh.getJsonArray("nodes").stream()
        .map(JsonObject.class::cast)
        .forEach(each -> nodes.add(each.getString("name") + (each.getValue("missing") == null)));
    return nodes;
  }

  @Test
  @DisplayName("a node with a certificate of another authority gets no answer, and gives none")
  void foreignAuthority() throws Exception {
    try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = one.getLocalPort();
      busPort = other.getLocalPort();
    }
    for (String authority : List.of("ours", "foreign")) {
      Files.createDirectories(directory.resolve(authority));
      Certificates.authority(directory.resolve(authority), authority);
    }
    try (ServiceProcess first = start(1, "ours");
        ServiceProcess second = start(2, "ours");
        ServiceProcess third = start(3, "foreign")) {
      Set<String> expected = Set.of("n1true", "n2true", "n3false");
      int firstPort = first.awaitPort();
      int thirdPort = third.awaitPort();
      second.awaitPort();
      Set<String> found = Set.of();
      for (int i = 0; i < 100 && !found.equals(expected); i++) {
        TimeUnit.MILLISECONDS.sleep(500);
        found = answering(1, firstPort);
      }
      assertEquals(expected, found);
      assertEquals(Set.of("n1false", "n2false", "n3true"), answering(3, thirdPort));
    }
  }
}
