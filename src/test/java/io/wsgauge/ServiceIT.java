package io.wsgauge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.wsgauge.testing.Certificates;
import io.wsgauge.testing.RawClient;
import io.wsgauge.testing.ServiceProcess;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fat jar as its user starts and ends it. */
class ServiceIT {
  private static final Map<String, String> ANY_PORT = Map.of("WSGAUGE_SERVER_PORT", "0");

  @TempDir Path directory;

  private static String answer(int port, String path) {
    try (RawClient client = RawClient.connect(port)) {
      client.sendText("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
      return client.readHead().lines().findFirst().orElseThrow();
    }
  }

  private static void assertNoStackTrace(ServiceProcess service) {
    assertFalse(
        service.lines().stream().anyMatch(line -> line.startsWith("\tat ")),
        service.lines().toString());
  }

  @Test
  @DisplayName("where there is no conf, the packaged one runs the server and pings it")
  void runs() throws Exception {
    try (ServiceProcess service = ServiceProcess.jar(directory, ANY_PORT)) {
      service.awaitLine("wsgauge \\d+\\.\\d+\\.\\d+ on Java \\d+");
      int port = service.awaitPort();
      service.awaitLine("WebSocket +ws://localhost:" + port + "/ws$");
      service.awaitLine("health +http://localhost:" + port + "/health/ready$");
      service.awaitLine("pings +self at ws://127\\.0\\.0\\.1:" + port + "/ws every 1 s$");
      service.awaitLine("receive: hi i am client$");
      service.awaitLine("client recv: hello, i am server \\(");
      assertEquals("HTTP/1.1 200 OK", answer(port, "/"));
      assertEquals("HTTP/1.1 200 OK", answer(port, "/health/ready"));
      service.signal("TERM");
      assertEquals(0, service.awaitExit());
      assertNoStackTrace(service);
    }
  }

  @Test
  @DisplayName("the configuration of the working directory is used")
  void workingDirectory() throws Exception {
    Files.createDirectory(directory.resolve("conf"));
    Files.writeString(
        directory.resolve("conf/config.json"),
        "{\"server\": {\"port\": 0}, \"socket\": {\"path\": \"/mine\"}, \"client\": {\"targets\": []}}");
    try (ServiceProcess service = ServiceProcess.jar(directory, Map.of())) {
      service.awaitLine("WebSocket +ws://localhost:\\d+/mine$");
      service.signal("TERM");
      assertEquals(0, service.awaitExit());
    }
  }

  @Test
  @DisplayName("each line of the log begins with date, time and zone, and a stray variable is told")
  void lines() throws Exception {
    Map<String, String> environment =
        Map.of("WSGAUGE_SERVER_PORT", "0", "WSGAUGE_SRVER_PORT", "4321", "TZ", "Asia/Kolkata");
    try (ServiceProcess service = ServiceProcess.jar(directory, environment)) {
      service.awaitPort();
      service.signal("TERM");
      assertEquals(0, service.awaitExit());
      String time = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\+05:30";
      service.lines().forEach(line -> assertTrue(line.matches(time + " (INFO|WARN) .*"), line));
      assertEquals(
          List.of("WARN  WSGAUGE_SRVER_PORT names no key; did you mean WSGAUGE_SERVER_PORT?"),
          service.lines().stream()
              .filter(line -> line.contains("SRVER"))
              .map(line -> line.replaceFirst("\\S+ ", ""))
              .toList());
      assertFalse(service.lines().toString().contains("4321"));
    }
  }

  @Test
  @DisplayName("with log.format json each line is an object, and log.level is heeded")
  void jsonLines() throws Exception {
    String config = "{\"server\": {\"port\": 0}, \"log\": {\"level\": \"DEBUG\"}}";
    Map<String, String> environment = Map.of("WSGAUGE_LOG_FORMAT", "json");
    try (ServiceProcess service = ServiceProcess.jar(directory, environment, "-conf", config)) {
      service.awaitLine("client recv");
      try (RawClient client = RawClient.upgraded(service.awaitPort(), "/ws")) {
        client.reset();
      }
      service.awaitLine("\"level\":\"DEBUG\".*\"exception\":");
      service.signal("TERM");
      assertEquals(0, service.awaitExit());
      for (String line : service.lines()) {
        assertTrue(
            new JsonObject(line).fieldNames().containsAll(Set.of("time", "level", "message")),
            line);
      }
    }
  }

  @Test
  @DisplayName("a file for Logback takes the place of the log's own form, whatever it calls things")
  void logbackFile() throws Exception {
    Files.writeString(
        directory.resolve("mine.xml"),
        """
        <configuration>
          <appender name="stdout" class="ch.qos.logback.core.ConsoleAppender">
            <encoder><pattern>mine %msg%n</pattern></encoder>
          </appender>
          <appender name="async" class="ch.qos.logback.classic.AsyncAppender">
            <appender-ref ref="stdout"/>
          </appender>
          <root level="INFO"><appender-ref ref="async"/></root>
        </configuration>
        """);
    Map<String, String> environment =
        Map.of(
            "WSGAUGE_SERVER_PORT", "0",
            "WSGAUGE_LOG_FORMAT", "json",
            "JDK_JAVA_OPTIONS", "-Dlogback.configurationFile=mine.xml");
    try (ServiceProcess service = ServiceProcess.jar(directory, environment)) {
      service.awaitLine("^mine metrics ");
      assertFalse(service.lines().toString().contains("deploying"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"none.xml", "mine.conf", ""})
  @DisplayName("a file for Logback that cannot be had is warned of, and the log is as without it")
  void noLogbackFile(String file) throws Exception {
    Files.writeString(directory.resolve("mine.conf"), "<configuration/>");
    Map<String, String> environment =
        Map.of(
            "WSGAUGE_SERVER_PORT", "0", "JDK_JAVA_OPTIONS", "-Dlogback.configurationFile=" + file);
    try (ServiceProcess service = ServiceProcess.jar(directory, environment)) {
      service.awaitLine(
          " WARN  logback\\.configurationFile \""
              + file
              + "\" - must be an \\.xml file that is there");
      service.awaitLine(" INFO  metrics ");
      assertFalse(service.lines().toString().contains(" DEBUG "));
    }
  }

  @Test
  @DisplayName("a command that reads the configuration sets up no log")
  void noLogOfCommands() throws Exception {
    Map<String, String> environment = Map.of("JDK_JAVA_OPTIONS", "-Xlog:class+load");
    try (ServiceProcess check = ServiceProcess.jar(directory, environment, "config", "check")) {
      assertEquals(0, check.awaitExit());
      String loaded = String.join("\n", check.lines());
      assertTrue(loaded.contains("io.wsgauge.LogSettings "));
      assertFalse(loaded.contains("ch.qos.logback.classic.LoggerContext "));
    }
  }

  @Test
  @DisplayName("Ctrl-C ends it in order")
  void interrupted() throws Exception {
    // a process that is started in the background inherits that, and cannot undo it
    Assumptions.assumeFalse(ServiceProcess.ignores(2), "SIGINT is ignored here");
    try (ServiceProcess service = ServiceProcess.jar(directory, ANY_PORT)) {
      service.awaitPort();
      service.signal("INT");
      assertEquals(0, service.awaitExit());
      service.awaitLine("stopped$");
    }
  }

  @Test
  @DisplayName("SIGTERM amid the start ends it without a stack trace")
  void stoppedWhileStarting() throws Exception {
    try (ServiceProcess service = ServiceProcess.jar(directory, ANY_PORT)) {
      service.awaitLine("wsgauge \\d+\\.\\d+\\.\\d+ on Java");
      service.signal("TERM");
      assertEquals(0, service.awaitExit());
      assertNoStackTrace(service);
    }
  }

  @Test
  @DisplayName(
      "with TLS, the page and the client's own ping work over it, and the health check does")
  void tls() throws Exception {
    Certificates.selfSigned(directory, "elsewhere.example");
    Map<String, String> environment =
        Map.of(
            "WSGAUGE_SERVER_PORT", "0",
            "WSGAUGE_SERVER_TLS_CERTIFICATE", directory.resolve("certificate.pem").toString(),
            "WSGAUGE_SERVER_TLS_KEY", directory.resolve("key.pem").toString());
    try (ServiceProcess service = ServiceProcess.jar(directory, environment)) {
      service.awaitLine("WebSocket +wss://localhost:\\d+/ws$");
      int port = service.awaitPort();
      service.awaitLine("self is up.*: wss://127\\.0\\.0\\.1:" + port + "/ws");
      Map<String, String> known = new HashMap<>(environment);
      known.put("WSGAUGE_SERVER_PORT", Integer.toString(port));
      try (ServiceProcess check = ServiceProcess.jar(directory, known, "--check-health")) {
        assertEquals(0, check.awaitExit());
      }
    }
  }

  @Test
  @DisplayName("the log is UTF-8 wherever it runs")
  void utf8() throws Exception {
    try (ServiceProcess service =
            ServiceProcess.jar(
                directory,
                Map.of("WSGAUGE_SERVER_PORT", "0", "LC_ALL", "C"),
                "-conf",
                "{\"client\": {\"targets\": []}}");
        RawClient client = RawClient.upgraded(service.awaitPort(), "/ws")) {
      client.sendFrame(0x81, "grüße".getBytes(StandardCharsets.UTF_8));
      service.awaitLine("receive: grüße$");
    }
  }

  @Test
  @DisplayName("SIGTERM tells an open WebSocket that the server goes away")
  void goingAway() throws Exception {
    try (ServiceProcess service =
            ServiceProcess.jar(directory, ANY_PORT, "-conf", "{\"client\": {\"targets\": []}}");
        RawClient client = RawClient.upgraded(service.awaitPort(), "/ws")) {
      service.signal("TERM");
      assertEquals(1001, client.readFrame().closeCode());
      client.sendHex("88 82 00000000 03e9");
      assertEquals(0, service.awaitExit());
    }
  }

  @Test
  @DisplayName("a port in use is one line and exit code 1")
  void portInUse() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServiceProcess service =
            ServiceProcess.jar(
                directory,
                Map.of(
                    "WSGAUGE_SERVER_HOST",
                    "127.0.0.1",
                    "WSGAUGE_SERVER_PORT",
                    Integer.toString(other.getLocalPort())))) {
      assertEquals(1, service.awaitExit());
      service.awaitLine(
          "^wsgauge: cannot listen on 127\\.0\\.0\\.1:\\d+ \\(server\\.host, server\\.port\\): "
              + "Address already in use$");
      assertNoStackTrace(service);
    }
  }

  @Test
  @DisplayName("a certificate that cannot be read is refused before anything starts")
  void badCertificate() throws Exception {
    Path certificate = Files.writeString(directory.resolve("c.pem"), "-----BEGIN CERTIFICATE-----");
    Path key = Files.writeString(directory.resolve("k.pem"), "-----BEGIN PRIVATE KEY-----");
    try (ServiceProcess service =
        ServiceProcess.jar(
            directory,
            Map.of(
                "WSGAUGE_SERVER_TLS_CERTIFICATE", certificate.toString(),
                "WSGAUGE_SERVER_TLS_KEY", key.toString()))) {
      assertEquals(2, service.awaitExit());
      service.awaitLine("WSGAUGE_SERVER_TLS_CERTIFICATE .*cannot be read: ");
      assertNoStackTrace(service);
    }
  }

  @Test
  @DisplayName("a key of another certificate is refused before anything starts")
  void foreignKey() throws Exception {
    Path other = Files.createDirectory(directory.resolve("other"));
    Certificates.selfSigned(directory, "localhost");
    Certificates.selfSigned(other, "localhost");
    try (ServiceProcess service =
        ServiceProcess.jar(
            directory,
            Map.of(
                "WSGAUGE_SERVER_TLS_CERTIFICATE", directory.resolve("certificate.pem").toString(),
                "WSGAUGE_SERVER_TLS_KEY", other.resolve("key.pem").toString()))) {
      assertEquals(2, service.awaitExit());
      service.awaitLine("WSGAUGE_SERVER_TLS_KEY .*key of the certificate");
      assertNoStackTrace(service);
    }
  }

  @Test
  @DisplayName("a broken configuration is told and ends with exit code 2 before anything starts")
  void brokenConfiguration() throws Exception {
    try (ServiceProcess service =
        ServiceProcess.jar(directory, Map.of(), "-conf", "{\"server\": {\"port\": 70000}}")) {
      assertEquals(2, service.awaitExit());
      assertEquals(
          List.of("-conf: 1 problem", "  server.port  70000 - must be between 0 and 65535"),
          service.lines());
    }
  }

  @Test
  @DisplayName("--check-health is 0 while the service is ready and 1 when it is not there")
  void checkHealth() throws Exception {
    try (ServiceProcess service = ServiceProcess.jar(directory, ANY_PORT)) {
      Map<String, String> environment =
          Map.of("WSGAUGE_SERVER_PORT", Integer.toString(service.awaitPort()));
      try (ServiceProcess check = ServiceProcess.jar(directory, environment, "--check-health")) {
        assertEquals(0, check.awaitExit());
        check.awaitLine("\"status\":\"UP\"");
      }
      service.signal("TERM");
      assertEquals(0, service.awaitExit());
      try (ServiceProcess check = ServiceProcess.jar(directory, environment, "--check-health")) {
        assertEquals(1, check.awaitExit());
        assertNoStackTrace(check);
      }
    }
  }

  @Test
  @DisplayName(
      "with a second port the metrics are told to be there, and the health check finds health")
  void management() throws Exception {
    Map<String, String> environment = new HashMap<>(ANY_PORT);
    environment.put("WSGAUGE_SERVER_MANAGEMENT_PORT", "0");
    environment.put("WSGAUGE_SERVER_MANAGEMENT_HOST", "127.0.0.1");
    try (ServiceProcess service = ServiceProcess.jar(directory, environment)) {
      int port = service.awaitPort();
      String management = service.awaitLine("metrics +http://127.0.0.1:(\\d+)/metrics$").group(1);
      assertEquals("HTTP/1.1 200 OK", answer(Integer.parseInt(management), "/metrics"));
      environment.put("WSGAUGE_SERVER_PORT", Integer.toString(port));
      environment.put("WSGAUGE_SERVER_MANAGEMENT_PORT", management);
      try (ServiceProcess check = ServiceProcess.jar(directory, environment, "--check-health")) {
        assertEquals(0, check.awaitExit());
      }
      environment.put("WSGAUGE_SERVER_PORT", "0");
      try (ServiceProcess other = ServiceProcess.jar(directory, environment)) {
        assertEquals(1, other.awaitExit());
        other.awaitLine(
            "cannot listen on 127.0.0.1:"
                + management
                + " \\(server.management.host, server.management.port\\): Address already in use");
        assertNoStackTrace(other);
      }
    }
  }

  @Test
  @DisplayName("the plain Vert.x command starts the verticle: vertx run")
  void vertxRun() throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-cp",
                ServiceProcess.JAR + ":" + ServiceProcess.JAR.resolveSibling("vertx-cli") + "/*",
                "io.vertx.core.Launcher",
                "run",
                "io.wsgauge.MainVerticle",
                "-cp",
                ServiceProcess.JAR.toString(),
                "-conf",
                Path.of("conf/config.json").toAbsolutePath().toString()));
    try (ServiceProcess service = ServiceProcess.java(directory, ANY_PORT, arguments)) {
      int port = service.awaitPort();
      service.awaitLine("client recv: hello, i am server");
      assertEquals("HTTP/1.1 200 OK", answer(port, "/health/ready"));
    }
  }

  @Test
  @DisplayName("vertx run refuses a broken configuration with the same lines")
  void vertxRunBrokenConfiguration() throws Exception {
    try (ServiceProcess service =
        ServiceProcess.java(
            directory,
            Map.of(),
            List.of(
                "-cp",
                ServiceProcess.JAR + ":" + ServiceProcess.JAR.resolveSibling("vertx-cli") + "/*",
                "io.vertx.core.Launcher",
                "run",
                "io.wsgauge.MainVerticle",
                "-conf",
                "{\"server\": {\"port\": 70000}}"))) {
      service.awaitExit();
      service.awaitLine("ERROR   server\\.port  70000 - must be between 0 and 65535$");
    }
    assertTrue(Files.exists(ServiceProcess.JAR));
  }
}
