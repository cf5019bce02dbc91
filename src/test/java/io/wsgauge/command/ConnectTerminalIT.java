package io.wsgauge.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.wsgauge.testing.PseudoTerminal;
import io.wsgauge.testing.RawServer;
import io.wsgauge.testing.RawServer.Peer;
import io.wsgauge.testing.ServiceProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The jar, as a shell runs it. */
class ConnectTerminalIT {
  private static final String CONNECT =
      Path.of(System.getProperty("java.home"), "bin", "java")
          + " -XX:TieredStopAtLevel=1 -jar "
          + ServiceProcess.JAR
          + " connect ";

  private static final String READY = "> \u001b[0m";
  private static final String UP = "\u001bOA";
  private static final String CTRL_C = "\u0003";
  private static final String CTRL_D = "\u0004";

  @TempDir Path directory;

  private static Vertx vertx;
  private static String echo;

  @BeforeAll
  static void startEcho() throws Exception {
    vertx = Vertx.vertx();
    HttpServer server =
        vertx
            .createHttpServer()
            .webSocketHandler(socket -> socket.textMessageHandler(socket::writeTextMessage))
            .listen(0, "127.0.0.1")
            .await(10, TimeUnit.SECONDS);
    echo = "ws://127.0.0.1:" + server.actualPort() + "/ws";
  }

  @AfterAll
  static void stopEcho() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  private PseudoTerminal terminal(int columns, Map<String, String> environment, String line)
      throws Exception {
    return PseudoTerminal.run(directory, environment, columns, line);
  }

  @ParameterizedTest
  @ValueSource(ints = {80, 40})
  @DisplayName("by hand: lines are edited and found again, answers stand above, Ctrl-D closes")
  void byHand(int columns) throws Exception {
    try (PseudoTerminal terminal = terminal(columns, Map.of(), CONNECT + echo)) {
      int at = terminal.await("connected to 127.0.0.1", 0);
      at = terminal.await(READY, at);
      terminal.type("helo\u007flo!! \\n\r");
      at = terminal.await("\u001b[36m< \u001b[0mhello!! \\n", at);
      at = terminal.await(READY, at);
      terminal.type(UP + "\r");
      at = terminal.await("\u001b[36m< \u001b[0mhello!! \\n", at);
      at = terminal.await(READY, at);
      terminal.type("/ping abc\r");
      at = terminal.await("< pong \"abc\"", at);
      at = terminal.await(READY, at);
      terminal.type("/png\r");
      at = terminal.await("no such command; /help has them", at);
      terminal.await(READY, at);
      terminal.type(CTRL_D);
      assertEquals(0, terminal.awaitExit());
    }
  }

  @Test
  @DisplayName("/close ends it with the code that the peer gets")
  void close() throws Exception {
    try (PseudoTerminal terminal = terminal(80, Map.of(), CONNECT + "-v " + echo)) {
      terminal.await(READY, terminal.await("connected to", 0));
      terminal.type("/close 4001 bye now\r");
      terminal.await("< close 4001 \"bye now\"", 0);
      assertEquals(0, terminal.awaitExit());
    }
  }

  @Test
  @DisplayName("a Ctrl-C that ends the program which sets the terminal as well is one all the same")
  void interruptOfStty() throws Exception {
    Path stty = Files.createDirectory(directory.resolve("bin")).resolve("stty");
    Files.writeString(
        stty,
        "#!/bin/sh\nrm interrupted 2>/dev/null && exit 130\nPATH=/usr/bin:/bin exec stty \"$@\"\n");
    assertTrue(stty.toFile().setExecutable(true));
    Map<String, String> path = Map.of("PATH", stty.getParent() + ":" + System.getenv("PATH"));
    try (PseudoTerminal terminal = terminal(80, path, CONNECT + echo)) {
      terminal.await(READY, terminal.await("connected to", 0));
      Files.createFile(directory.resolve("interrupted"));
      terminal.type("hello\r");
      assertEquals(0, terminal.awaitExit());
      assertFalse(terminal.shown().contains("\tat "), terminal.shown());
    }
  }

  @Test
  @DisplayName("Ctrl-C in the middle closes politely, and gives the terminal back as it was")
  void interrupt() throws Exception {
    // a shell that has no trap would end with what it runs
    String line =
        "sh -c 'trap : INT; stty -g; " + CONNECT + "-v " + echo + "; echo exit $?; stty -g'";
    try (PseudoTerminal terminal = terminal(80, Map.of(), line)) {
      terminal.await(READY, terminal.await("connected to", 0));
      terminal.type("half a li");
      terminal.await("half a li", 0);
      terminal.type(CTRL_C);
      terminal.await("< close 1000", 0);
      terminal.await("exit 0", 0);
      terminal.awaitExit();
      List<String> lines = terminal.shown().lines().toList();
      assertEquals(lines.get(0), lines.get(lines.size() - 1));
    }
  }

  @Test
  @DisplayName("a peer that closes ends it, and the terminal is given back as it was")
  void peerCloses() throws Exception {
    try (RawServer server =
        RawServer.start(
            peer -> {
              peer.upgrade();
              peer.readMessage();
              peer.send(Peer.frame(0x88, "\u0003\u00e8bye".getBytes(StandardCharsets.ISO_8859_1)));
              peer.readFrameHex();
            })) {
      String url = "ws://127.0.0.1:" + server.port() + "/";
      String line = "sh -c 'stty -g; " + CONNECT + url + "; echo exit $?; stty -g'";
      try (PseudoTerminal terminal = terminal(80, Map.of(), line)) {
        terminal.await(READY, terminal.await("connected to", 0));
        terminal.type("hi\r");
        terminal.await("closed by the peer with 1000 \"bye\"", 0);
        terminal.await("exit 0", 0);
        terminal.awaitExit();
        List<String> lines = terminal.shown().lines().toList();
        assertEquals(lines.get(0), lines.get(lines.size() - 1));
      }
    }
  }

  @Test
  @DisplayName("NO_COLOR leaves out colours")
  void noColour() throws Exception {
    try (PseudoTerminal terminal = terminal(80, Map.of("NO_COLOR", "1"), CONNECT + echo)) {
      terminal.await("> ", terminal.await("connected to", 0));
      terminal.type("hello\r");
      terminal.await("< hello", 0);
      terminal.type("/close\r");
      assertEquals(0, terminal.awaitExit());
      assertFalse(terminal.shown().matches("(?s).*\u001b\\[3[0-9]m.*"), terminal.shown());
    }
  }

  private ServiceProcess shell(String line) throws Exception {
    return ServiceProcess.command(directory, Map.of(), List.of("bash", "-c", line));
  }

  @Test
  @DisplayName("without a terminal a session is kept by a script that sends and reads in turn")
  void script() throws Exception {
    String line =
        "coproc C { "
            + CONNECT
            + echo
            + "; }; out=${C[0]} in=${C[1]} pid=$C_PID;"
            + " for m in one two three; do echo $m >&$in; read -r a <&$out; echo \"$a!\"; done;"
            + " exec {in}>&-; wait $pid; echo exit $?";
    try (ServiceProcess process = shell(line)) {
      process.awaitExit();
      assertEquals(List.of("one!", "two!", "three!", "exit 0"), process.lines());
    }
  }

  @Test
  @DisplayName("a pipe that closes and a disk that is full end it with one line")
  void brokenOutput() throws Exception {
    String line = "yes | { " + CONNECT + echo + "; echo exit $? >&2; } | head -n 1 2>&1;" + " wait";
    try (ServiceProcess process = shell(line)) {
      process.awaitExit();
      assertEquals(
          List.of("y", "wsgauge: standard output cannot be written", "exit 1"), process.lines());
    }
    if (Files.exists(Path.of("/dev/full"))) {
      try (ServiceProcess process = shell(CONNECT + "-x a " + echo + " >/dev/full; echo $?")) {
        process.awaitExit();
        assertEquals(List.of("wsgauge: standard output cannot be written", "1"), process.lines());
      }
    }
  }

  @Test
  @DisplayName("a flood that nobody reads costs no memory")
  void flood() throws Exception {
    try (RawServer server =
        RawServer.start(
            peer -> {
              peer.upgrade();
              byte[] frame = Peer.frame(0x81, "x".repeat(100_000).getBytes(StandardCharsets.UTF_8));
              while (true) {
                peer.send(frame);
              }
            })) {
      String url = "ws://127.0.0.1:" + server.port() + "/";
      String small = CONNECT.replace(" -jar", " -Xmx32m -jar");
      String line = small + url + " | head -c 200000000 | wc -c";
      try (ServiceProcess process = shell(line)) {
        process.awaitExit();
        assertTrue(process.lines().contains("200000000"), process.lines().toString());
        assertFalse(process.lines().toString().contains("OutOfMemory"));
      }
    }
  }
}
