package io.wsgauge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.testing.CapturedLog;
import io.wsgauge.testing.Certificates;
import io.wsgauge.testing.RawServer;
import io.wsgauge.testing.ServiceProcess;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the launcher does by itself: it asks for the health of a service that has told its address
 * in a file.
 */
@ExtendWith(VertxExtension.class)
class LauncherIT {
  private static final Path LAUNCHER = Path.of("src/main/bin/wsgauge").toAbsolutePath();

  /** What the launcher prints where it leaves the question to a JVM. */
  private static final List<String> BY_JVM = List.of("java health");

  @TempDir Path directory;
  private Path address;

  @BeforeEach
  void lookLikeAnImage() throws Exception {
    address = directory.resolve("address");
    Files.createFile(directory.resolve("wsgauge.jar"));
    program("bin/wsgauge", Files.readString(LAUNCHER));
    program("jre/bin/java", "#!/bin/sh\nwhile [ \"$1\" != -jar ]; do shift; done\necho java $3 $4");
  }

  private void program(String name, String text) throws Exception {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    assertTrue(file.toFile().setExecutable(true));
  }

  private ServiceProcess launch(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("bin/wsgauge"));
    command.addAll(List.of(arguments));
    Map<String, String> environment =
        Map.of(
            "JAVA_HOME", directory.resolve("jre").toString(),
            "WSGAUGE_SERVER_ADDRESS_FILE", address.toString(),
            "PATH", directory.resolve("bin") + ":" + System.getenv("PATH"));
    return ServiceProcess.command(directory, environment, command);
  }

  @ParameterizedTest
  @DisplayName("arguments beyond ASCII are read in the locale C, and every other is left as it is")
  @CsvSource({"'', C.UTF-8", "C, C.UTF-8", "POSIX, C.UTF-8", "de_DE.UTF-8, de_DE.UTF-8"})
  void locale(String given, String used) throws Exception {
    program("jre/bin/java", "#!/bin/sh\necho \"$LC_ALL\"");
    Map<String, String> environment =
        Map.of(
            "JAVA_HOME",
            directory.resolve("jre").toString(),
            "LC_ALL",
            given,
            "LC_CTYPE",
            "",
            "LANG",
            "");
    try (ServiceProcess java =
        ServiceProcess.command(directory, environment, List.of("bin/wsgauge", "ping"))) {
      assertEquals(0, java.awaitExit());
      assertEquals(List.of(used), java.lines());
    }
  }

  private TestService start(Vertx vertx, String server) throws Exception {
    JsonObject config = new JsonObject(server.replace('\'', '"'));
    config.put("addressFile", address.toString());
    return TestService.start(vertx, new JsonObject().put("server", config).encode());
  }

  private static RawServer silent() throws Exception {
    return RawServer.start(
        peer -> {
          peer.readHead();
          peer.readHead(); // of which there is none
        });
  }

  private static RawServer answering(String answer) throws Exception {
    return RawServer.start(
        peer -> {
          peer.readHead();
          peer.send(answer);
        });
  }

  @ParameterizedTest
  @DisplayName("the launcher asks a service that runs by itself, at whichever address it listens")
  @ValueSource(
      strings = {
        "{}",
        "{'host': '0.0.0.0'}",
        "{'host': '::'}",
        "{'host': '::1'}",
        "{'host': 'localhost'}",
        "{'management': {'port': 0}}",
        "{'allowedHosts': ['gauge.example.org']}"
      })
  void ready(String server, Vertx vertx) throws Exception {
    TestService service = start(vertx, server);
    try (ServiceProcess health = launch("health")) {
      assertEquals(0, health.awaitExit());
      assertEquals(List.of("UP"), statuses(health));
    }
    service.stop();
    assertFalse(Files.exists(address));
  }

  private static List<String> statuses(ServiceProcess health) {
    return health.lines().stream().map(line -> new JsonObject(line).getString("status")).toList();
  }

  @Test
  @DisplayName(
      "a service that is not ready is exit code 1, with its answer less what moves a cursor")
  void notReady() throws Exception {
    String body = "{\"status\":\"DOWN\"}\u001b[2J";
    try (RawServer server =
        answering("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 21\r\n\r\n" + body)) {
      Files.writeString(address, "http://127.0.0.1:" + server.port() + "\n");
      try (ServiceProcess health = launch("health")) {
        assertEquals(1, health.awaitExit());
        assertEquals(List.of("{\"status\":\"DOWN\"}?[2J"), health.lines());
      }
    }
  }

  @Test
  @DisplayName("a service that does not answer is given five seconds, and is exit code 1")
  void hanging() throws Exception {
    program(
        "bin/timeout", "#!/bin/sh\necho $1; shift; PATH=/usr/bin:/bin; exec timeout 0.3 \"$@\"");
    try (RawServer server = silent()) {
      Files.writeString(address, "http://127.0.0.1:" + server.port() + "\n");
      try (ServiceProcess health = launch("health")) {
        assertEquals(1, health.awaitExit());
        assertEquals(
            List.of("5", "wsgauge: no health to be had: no answer within 5 s"), health.lines());
      }
    }
  }

  @ParameterizedTest
  @DisplayName("what is no answer of health is left to the JVM")
  @ValueSource(
      strings = {
        "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n",
        "SSH-2.0-OpenSSH\r\n",
        "\r\n"
      })
  void strange(String answer) throws Exception {
    try (RawServer server = answering(answer)) {
      Files.writeString(address, "http://127.0.0.1:" + server.port() + "\n");
      assertByJvm();
    }
  }

  @ParameterizedTest
  @DisplayName("TLS, nobody at the address, and a file that holds something else are for the JVM")
  @ValueSource(strings = {"https://127.0.0.1:1", "http://127.0.0.1:1", "127.0.0.1:80", "$(id)", ""})
  void notByShell(String written) throws Exception {
    Files.writeString(address, written);
    assertByJvm();
  }

  @Test
  @DisplayName("without the file, and with any option, the JVM is asked")
  void withoutFile(Vertx vertx) throws Exception {
    assertByJvm();
    TestService service = start(vertx, "{}");
    try (ServiceProcess health = launch("health", "--help")) {
      assertEquals(0, health.awaitExit());
      assertEquals(List.of("java health --help"), health.lines());
    }
    service.stop();
  }

  private void assertByJvm() throws Exception {
    try (ServiceProcess health = launch("health")) {
      assertEquals(0, health.awaitExit());
      assertEquals(BY_JVM, health.lines());
    }
  }

  @Test
  @DisplayName("where standard input is closed it is empty, and no file that the JVM opens")
  void closedInput() throws Exception {
    program("jre/bin/java", "#!/bin/sh\necho read; exec cat");
    try (ServiceProcess connect =
        ServiceProcess.command(
            directory,
            Map.of("JAVA_HOME", directory.resolve("jre").toString()),
            List.of("sh", "-c", "exec bin/wsgauge connect ws://h/ <&-"))) {
      assertEquals(0, connect.awaitExit());
      assertEquals(List.of("read"), connect.lines());
    }
  }

  @Test
  @DisplayName("the JVM asks at the address in the file too, by TLS where there is TLS")
  void byJvm(Vertx vertx) throws Exception {
    Certificates.selfSigned(directory, "localhost");
    TestService service =
        start(
            vertx,
            "{'tls': {'certificate': '%s', 'key': '%s'}}"
                .formatted(directory.resolve("certificate.pem"), directory.resolve("key.pem")));
    assertEquals("https://127.0.0.1:" + service.port() + "\n", Files.readString(address));
    JsonObject configured = configured(1, -1).put("addressFile", address.toString());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertTrue(HealthCheck.run(configured, new PrintStream(out), System.err));
    assertTrue(out.toString(StandardCharsets.UTF_8).contains("\"UP\""));
    service.stop();
  }

  @Test
  @DisplayName("health is asked for at the second port where there is one")
  void apart(Vertx vertx) throws Exception {
    TestService service = start(vertx, "{'management': {'port': 0}}");
    int second = service.management().getPort();
    assertEquals("http://127.0.0.1:" + second + "\n", Files.readString(address));
    PrintStream out = new PrintStream(new ByteArrayOutputStream());
    assertTrue(HealthCheck.run(configured(1, second), out, System.err), "by the configuration");
    service.stop();
  }

  /** A section {@code server} that names no file. */
  private static JsonObject configured(int port, int management) {
    return new JsonObject()
        .put("enabled", true)
        .put("host", "127.0.0.1")
        .put("port", port)
        .put("tls", new JsonObject().put("certificate", ""))
        .put("management", new JsonObject().put("host", "").put("port", management))
        .put("addressFile", "");
  }

  @Test
  @DisplayName("a file that cannot be written is one warning, and the service serves")
  void notWritable(Vertx vertx) throws Exception {
    Files.createDirectory(address);
    try (CapturedLog log = CapturedLog.of("io.wsgauge.AddressFile")) {
      TestService service = start(vertx, "{}");
      assertEquals(List.of("WARN server.addressFile " + address + ": Is a directory"), log.lines());
      service.stop();
      assertEquals(1, log.lines().size());
      assertTrue(Files.isDirectory(address));
      try (var files = Files.list(directory)) {
        assertTrue(files.noneMatch(file -> file.getFileName().toString().startsWith(".wsgauge")));
      }
    }
  }
}
