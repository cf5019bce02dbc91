package io.wsgauge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.config.ConfigSource;
import io.wsgauge.testing.CapturedLog;
import io.wsgauge.testing.Certificates;
import io.wsgauge.testing.RawClient;
import io.wsgauge.testing.RawServer;
import io.wsgauge.testing.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of targets when the configuration's file changes while the service runs. */
@ExtendWith(VertxExtension.class)
class ConfigReloadIT {
  private static final String MESSAGE = "hi i am client";
  private static final String CLOSE_1000 = "8 03e8";
  private static final String SELF = "{\"name\": \"self\", \"url\": \"self\"}";

  @TempDir Path directory;
  private CapturedLog log;
  private Peer a;
  private Peer b;

  /** Answers each message, and tells what it received. */
  private static final class Peer implements AutoCloseable {
    private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    private final RawServer server = RawServer.start(this::serve);

    Peer() throws IOException {}

    private void serve(RawServer.Peer peer) throws IOException {
      peer.upgrade();
      String frame;
      do {
        frame = peer.readFrameHex();
        frames.add(frame);
        peer.sendMessage("ok");
      } while (!frame.startsWith("8 "));
    }

    /** Waits for the frame, which may have been received since the last such wait. */
    void await(String frame) throws InterruptedException {
      String next;
      do {
        next = frames.poll(10, TimeUnit.SECONDS);
        assertNotNull(next, frame);
      } while (!next.equals(frame));
    }

    void awaitText(String text) throws InterruptedException {
      await("1 " + HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Waits for one that has not been received yet. */
    void awaitNextText(String text) throws InterruptedException {
      frames.clear();
      awaitText(text);
    }

    String target(String name, String more) {
      return "{\"name\": \"%s\", \"url\": \"ws://127.0.0.1:%d/\"%s}"
          .formatted(name, server.port(), more);
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }

  @BeforeEach
  void open() throws IOException {
    log = CapturedLog.of("io.wsgauge");
    a = new Peer();
    b = new Peer();
  }

  @AfterEach
  void close() throws IOException {
    log.close();
    a.close();
    b.close();
  }

  private static String config(String... targets) {
    return """
        {"server": {"host": "127.0.0.1", "port": 0, "reloadInterval": "5ms"},
         "client": {"defaults": {"interval": "20ms"}, "targets": [%s]}}
        """
        .formatted(String.join(", ", targets));
  }

  /** In one step, so that no half of it is read. */
  private void write(String config) throws IOException {
    Path next = Files.writeString(directory.resolve("next"), config);
    Files.move(next, directory.resolve("my.json"), StandardCopyOption.ATOMIC_MOVE);
  }

  private TestService start(Vertx vertx, Map<String, String> environment) throws Exception {
    return TestService.start(vertx, ConfigSource.find("my.json", directory), environment);
  }

  @Test
  @DisplayName("a target that is added is pinged, and the others keep their connection")
  void added(Vertx vertx) throws Exception {
    write(config(a.target("a", "")));
    start(vertx, Map.of());
    a.awaitText(MESSAGE);
    write(config(b.target("b", ""), a.target("a", "")));
    b.awaitText(MESSAGE);
    a.awaitNextText(MESSAGE);
    assertEquals(1, a.server.accepted());
  }

  @Test
  @DisplayName("a target that is removed is closed with 1000 and pinged no more")
  void removed(Vertx vertx) throws Exception {
    write(config(a.target("a", ""), b.target("b", "")));
    start(vertx, Map.of());
    b.awaitText(MESSAGE);
    write(config(a.target("a", "")));
    b.await(CLOSE_1000);
    log.awaitLine("pings      b no more");
    a.awaitNextText(MESSAGE);
    assertEquals(1, a.server.accepted());
    assertEquals(1, b.server.accepted());
  }

  @Test
  @DisplayName("what is logged of the replies changes, and the targets keep their connection")
  void logChanged(Vertx vertx) throws Exception {
    String quiet = config(a.target("a", "")).replace("\"defaults\"", "%s \"defaults\"");
    write(quiet.formatted("\"log\": {\"messagesPerSecond\": 0},"));
    start(vertx, Map.of());
    a.awaitText(MESSAGE);
    write(quiet.formatted(""));
    log.awaitLine("[a] client recv: ok");
    assertEquals(1, a.server.accepted());
  }

  @Test
  @DisplayName("a target that is changed, by a default as well, is pinged as it is now")
  void changed(Vertx vertx) throws Exception {
    write(config(a.target("a", ""), b.target("b", ", \"message\": \"own\"")));
    start(vertx, Map.of());
    a.awaitText(MESSAGE);
    b.awaitText("own");
    JsonObject changed = new JsonObject(Files.readString(directory.resolve("my.json")));
    changed.getJsonObject("client").getJsonObject("defaults").put("message", "changed");
    write(changed.encode());
    a.await(CLOSE_1000);
    a.awaitText("changed");
    b.awaitNextText("own");
    assertEquals(1, b.server.accepted());
  }

  @Test
  @DisplayName("a target that is insecure no more is closed and judged anew")
  void insecureNoMore(Vertx vertx) throws Exception {
    Certificates.selfSigned(directory, "localhost");
    BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    try (RawServer server =
        RawServer.startTls(
            Certificates.serving(directory),
            false,
            peer -> {
              peer.upgrade();
              peer.readMessage();
              peer.sendMessage("ok");
              frames.add(peer.readFrameHex());
            })) {
      String target =
          "{\"name\": \"a\", \"url\": \"wss://localhost:%d/\", \"interval\": \"1h\", %s}";
      write(config(target.formatted(server.port(), "\"tls\": {\"insecure\": true}")));
      start(vertx, Map.of());
      log.awaitLine("a is up");
      write(config(target.formatted(server.port(), "\"downAfter\": 1")));
      assertEquals(CLOSE_1000, frames.poll(10, TimeUnit.SECONDS));
      log.awaitLine("a is down: tls-untrusted");
    }
  }

  @Test
  @DisplayName("a file that is wrong is refused as at the start, once, and the targets stay")
  void refused(Vertx vertx) throws Exception {
    write(config(a.target("a", "")));
    start(vertx, Map.of());
    a.awaitText(MESSAGE);
    write(config(a.target("a", ", \"intervall\": \"1s\"")));
    assertEquals(
        "WARN what was read before stays in use: my.json: 1 problem",
        log.awaitLine("stays in use"));
    assertEquals(
        "WARN   client.targets[0].intervall  unknown key; did you mean interval?",
        log.awaitLine("intervall"));
    a.awaitNextText(MESSAGE);
    assertEquals(1, a.server.accepted());
    write(config(a.target("a", ""), b.target("b", "")));
    b.awaitText(MESSAGE);
    assertEquals(1, log.linesWith("stays in use").size());
  }

  @Test
  @DisplayName("a change while the service starts is not missed")
  void changedWhileStarting(Vertx vertx) throws Exception {
    write(config());
    ConfigSource source = ConfigSource.find("my.json", directory);
    write(config(a.target("a", "")));
    TestService.start(vertx, source, Map.of());
    a.awaitText(MESSAGE);
  }

  @Test
  @DisplayName("the client is turned on, off and on again")
  void turnedOff(Vertx vertx) throws Exception {
    write(config());
    start(vertx, Map.of());
    write(config(a.target("a", "")));
    a.awaitText(MESSAGE);
    JsonObject off = new JsonObject(config(a.target("a", "")));
    off.getJsonObject("client").put("enabled", false);
    write(off.encode());
    a.await(CLOSE_1000);
    write(config(a.target("a", "")));
    a.awaitText(MESSAGE);
  }

  @Test
  @DisplayName("self is the server that runs, and what is new beside the client waits for a start")
  void self(Vertx vertx) throws Exception {
    write(config());
    TestService service = start(vertx, Map.of());
    write(config(SELF).replace("\"port\": 0", "\"port\": 1, \"name\": \"n\""));
    log.awaitLine("self is up: ws://127.0.0.1:" + service.port() + "/ws");
    assertEquals(
        "WARN takes effect at the next start: server.name, server.port",
        log.awaitLine("takes effect"));
  }

  @Test
  @DisplayName("self is refused where no server runs until the next start")
  void selfWithoutServer(Vertx vertx) throws Exception {
    write(config(a.target("a", "")).replace("\"port\": 0", "\"enabled\": false"));
    start(vertx, Map.of());
    write(config(SELF));
    log.awaitLine("client.targets[0].url  \"self\" - must be a URL, since server.enabled is false");
    a.awaitNextText(MESSAGE);
  }

  @Test
  @DisplayName("the environment goes before the file that is read again as well")
  void environment(Vertx vertx) throws Exception {
    write(config(a.target("a", "")));
    start(vertx, Map.of("WSGAUGE_CLIENT_DEFAULTS_MESSAGE", "from outside"));
    a.awaitText("from outside");
    write(config(a.target("a", ""), b.target("b", "")));
    b.awaitText("from outside");
    assertEquals(1, a.server.accepted());
  }

  @Test
  @DisplayName("SIGHUP reads the file at once, also when nothing has changed")
  void hangup() throws Exception {
    Assumptions.assumeFalse(ServiceProcess.ignores(1), "SIGHUP is ignored here");
    write(config().replace("5ms", "0s"));
    try (ServiceProcess service = ServiceProcess.jar(directory, Map.of(), "-conf", "my.json")) {
      service.awaitPort();
      write(config(a.target("a", "")).replace("5ms", "0s"));
      service.signal("HUP");
      a.awaitText(MESSAGE);
      service.signal("HUP");
      service.awaitLines("read again.*: my.json$", 2);
      service.signal("TERM");
      assertEquals(0, service.awaitExit());
    }
  }

  @Test
  @DisplayName("SIGHUP amid a stop changes nothing, and neither it nor who connects then is logged")
  void hangupAmidStop() throws Exception {
    Assumptions.assumeFalse(ServiceProcess.ignores(1), "SIGHUP is ignored here");
    write(config());
    Map<String, String> environment = Map.of("WSGAUGE_SOCKET_CLOSE_TIMEOUT", "1s");
    try (ServiceProcess service = ServiceProcess.jar(directory, environment, "-conf", "my.json")) {
      int port = service.awaitPort();
      service.awaitLine("metrics");
      RawClient stays = RawClient.upgraded(port, "/ws"); // holds the stop up
      assertTrue(stays.isOpen());
      service.signal("TERM");
      service.awaitLine("stopping: 1 WebSocket ");
      while (service.isAlive()) {
        service.signal("HUP");
        connectAndLeave(port);
      }
      stays.close();
      assertEquals(0, service.awaitExit());
      assertEquals(
          List.of(),
          service.lines().stream()
              .filter(line -> line.matches(".*(WARN|ERROR|read again|Exception).*"))
              .toList());
    }
  }

  private static void connectAndLeave(int port) {
    try {
      RawClient.connect(port).close();
    } catch (UncheckedIOException e) {
      // nobody listens any more
    }
  }

  @Test
  @DisplayName("SIGHUP does no harm to what did not come from a file")
  void hangupWithoutFile() throws Exception {
    Assumptions.assumeFalse(ServiceProcess.ignores(1), "SIGHUP is ignored here");
    Map<String, String> environment =
        Map.of("WSGAUGE_SERVER_PORT", "0", "WSGAUGE_CLIENT_TARGETS", "[]");
    try (ServiceProcess service = ServiceProcess.jar(directory, environment)) {
      service.awaitPort();
      service.signal("HUP");
      service.awaitLine("nothing to read again: the configuration is packaged conf/config.json$");
      service.signal("TERM");
      assertEquals(0, service.awaitExit());
    }
  }
}
