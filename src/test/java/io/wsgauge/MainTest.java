package io.wsgauge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.wsgauge.command.Shell;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  @TempDir Path directory;
  private final Map<String, String> environment = new HashMap<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... arguments) {
    return run(new PrintStream(out, true, StandardCharsets.UTF_8), arguments);
  }

  private int run(PrintStream output, String... arguments) {
    return Main.run(
        arguments,
        new Shell(
            environment,
            directory,
            InputStream.nullInputStream(),
            output,
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            false,
            false,
            hangup -> {},
            interrupt -> {}));
  }

  @Test
  @DisplayName("--help tells the commands and exits with 0")
  void help() {
    assertEquals(0, run("--help"));
    String usage = out.toString(StandardCharsets.UTF_8);
    assertTrue(usage.contains("ping") && usage.contains("serve"), usage);
  }

  @Test
  @DisplayName("help COMMAND tells the options of that one")
  void helpOfCommand() {
    assertEquals(0, run("help", "serve"));
    assertTrue(out.toString(StandardCharsets.UTF_8).contains("--port"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--version",
        "--help",
        "ping --help",
        "help ping",
        "completion",
        "config",
        "config schema",
        "--check-config"
      })
  @DisplayName("what is asked for and cannot be written is told, and exits with 1")
  void fullDisk(String arguments) {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    assertEquals(1, run(new PrintStream(full, true, StandardCharsets.UTF_8), arguments.split(" ")));
    assertEquals(
        "wsgauge: standard output cannot be written\n", err.toString(StandardCharsets.UTF_8));
  }

  @Test
  @DisplayName("a mistyped command exits with 2 and says which was meant")
  void mistypedCommand() {
    assertEquals(2, run("pign"));
    assertEquals(
        "wsgauge: unexpected argument pign; did you mean ping? (wsgauge --help tells the options)\n",
        err.toString(StandardCharsets.UTF_8));
  }

  @Test
  @DisplayName("options rank before the environment, and that before the file")
  void precedence() {
    environment.put("WSGAUGE_SERVER_PORT", "2");
    environment.put("WSGAUGE_SERVER_HOST", "127.0.0.2");
    String file = "{\"server\": {\"port\": 1, \"host\": \"127.0.0.1\", \"idleTimeout\": \"7s\"}}";
    assertEquals(
        0,
        run(
            "serve",
            "-c",
            file,
            "--port",
            "3",
            "--echo",
            "--set",
            "socket.path=/a",
            "--check-config"));
    JsonObject printed = new JsonObject(out.toString(StandardCharsets.UTF_8));
    JsonObject server = printed.getJsonObject("server");
    assertEquals(3, server.getInteger("port"));
    assertEquals("127.0.0.2", server.getString("host"));
    assertEquals("7s", server.getString("idleTimeout"));
    JsonObject socket = printed.getJsonObject("socket");
    assertEquals("/a", socket.getString("path"));
    assertEquals("echo", socket.getJsonObject("reply").getString("mode"));
  }

  @Test
  @DisplayName(
      "a wrong value of an option is told by the option, beside all that is wrong in the file")
  void wrongOption() {
    assertEquals(
        2,
        run(
            "config",
            "check",
            "-c",
            "{\"server\": {\"host\": \"\"}}",
            "--set",
            "server.port=70000"));
    assertEquals(
        """
        -conf: 2 problems
          server.host        "" - must not be empty
          --set server.port  70000 - must be between 0 and 65535
        """,
        err.toString(StandardCharsets.UTF_8));
  }

  @Test
  @DisplayName("--set of an unknown key says which was meant")
  void unknownKey() {
    assertEquals(2, run("serve", "--set", "socket.idelTimeout=2h"));
    assertEquals(
        """
        packaged conf/config.json: 1 problem
          --set socket.idelTimeout  unknown key; did you mean socket.idleTimeout?
        """,
        err.toString(StandardCharsets.UTF_8));
  }

  @Test
  @DisplayName("a port that is no number is told as that")
  void portThatIsNone() {
    assertEquals(2, run("serve", "--port", "abc"));
    assertEquals(
        "wsgauge: Invalid value for option '--port': must be a whole number, not abc"
            + " (wsgauge serve --help tells the options)\n",
        err.toString(StandardCharsets.UTF_8));
  }

  @Test
  @DisplayName("config schema prints the schema that configurations are checked by")
  void schema() {
    assertEquals(0, run("config", "schema"));
    assertTrue(new JsonObject(out.toString(StandardCharsets.UTF_8)).containsKey("properties"));
  }

  @Test
  @DisplayName("--version prints a version and exits with 0")
  void version() {
    assertEquals(0, run("--version"));
    assertTrue(out.toString(StandardCharsets.UTF_8).matches("wsgauge \\d+\\.\\d+\\.\\d+\\R"));
  }

  @Test
  @DisplayName("--check-config warns of a variable that names no key, without its value")
  void strayVariable() {
    environment.put("WSGAUGE_SRVER_PORT", "4321");
    assertEquals(0, run("--check-config"));
    assertEquals(
        "wsgauge: WSGAUGE_SRVER_PORT names no key; did you mean WSGAUGE_SERVER_PORT?\n",
        err.toString(StandardCharsets.UTF_8));
  }

  @Test
  @DisplayName("--check-config prints the whole configuration, its secrets masked")
  void checkConfig() {
    String config =
        """
        {"socket": {"reply": {"text": "secret?no=yes"}},
         "client": {"webhook": {"url": "https://h/T0/B0/abc"}, "defaults": {"headers": ["X-Key: abc"]},
                    "targets": [{"name": "a", "url": "ws://h/ws?t=abc", "headers": ["Accept: a"]}]}}
        """;
    assertEquals(0, run("--check-config", "-conf", config));
    JsonObject printed = new JsonObject(out.toString(StandardCharsets.UTF_8));
    assertEquals(8080, printed.getJsonObject("server").getInteger("port"));
    assertEquals(
        "secret?no=yes", printed.getJsonObject("socket").getJsonObject("reply").getString("text"));
    JsonObject client = printed.getJsonObject("client");
    assertEquals("https://h/***", client.getJsonObject("webhook").getString("url"));
    assertEquals(
        "X-Key: ***", client.getJsonObject("defaults").getJsonArray("headers").getString(0));
    JsonObject target = client.getJsonArray("targets").getJsonObject(0);
    assertEquals("ws://h/ws?t=***", target.getString("url"));
    assertEquals("Accept: a", target.getJsonArray("headers").getString(0));
  }

  @Test
  @DisplayName("an unknown option exits with 2 and says which")
  void unknownOption() {
    assertEquals(2, run("--prot", "9"));
    assertEquals(
        "wsgauge: unknown option --prot; did you mean --port? (wsgauge serve --help tells the"
            + " options)\n",
        err.toString(StandardCharsets.UTF_8));
  }

  @Test
  @DisplayName("neither a wrong configuration nor a wrong argument is told with its secrets")
  void wrongWithSecrets() {
    String config =
        """
        {"client": {"webhook": {"url": "htp://h/T0/abc1"}, "defaults": {"headers": "X-Key: abc2"},
          "targets": [{"name": "a", "url": "htp://h/?t=abc3", "headers": {"X-Key": "abc4"}},
                      "wss://h/ws?t=abc5"],
          "log": [{"headers": ["abc6"], "url": "ws://h?t=abc7"}]}}
        """;
    assertEquals(2, run("-conf", config));
    assertEquals(2, run("-conf", "{\"client\": abc8}"));
    assertEquals(2, run("ws://h/?t=abc9"));
    String told = err.toString(StandardCharsets.UTF_8);
    assertTrue(told.contains("\"htp://h/***\" - must be"), told);
    assertFalse(told.contains("abc"), told);
  }

  @Test
  @DisplayName("a wrong configuration exits with 2 before anything starts")
  void wrongConfiguration() {
    assertEquals(2, run("-conf", "{\"server\": {\"port\": 70000}}"));
    assertEquals(
        "-conf: 1 problem\n  server.port  70000 - must be between 0 and 65535\n",
        err.toString(StandardCharsets.UTF_8));
    assertEquals("", out.toString(StandardCharsets.UTF_8));
  }
}
