package io.wsgauge.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import io.wsgauge.testing.RawServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PingCommandIT {
  private static final String TIME = "\\d+(\\.\\d+)?";

  @TempDir Path directory;

  private final Vertx vertx = Vertx.vertx();
  private final TestShell shell = new TestShell();
  private final List<String> received = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  private String server(Consumer<ServerWebSocket> handler) throws Exception {
    HttpServer server =
        vertx
            .createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0))
            .webSocketHandshakeHandler(
                handshake -> {
                  handshake.headers().forEach(h -> requests.add(h.getKey() + ": " + h.getValue()));
                  handshake.accept();
                })
            .webSocketHandler(handler::accept)
            .listen()
            .await(10, TimeUnit.SECONDS);
    return "ws://127.0.0.1:" + server.actualPort() + "/ws";
  }

  private String echo() throws Exception {
    return server(
        socket ->
            socket.frameHandler(
                frame -> {
                  if (frame.isText() || frame.isBinary()) {
                    received.add((frame.isText() ? "text " : "binary ") + frame.binaryData());
                    socket.writeFrame(frame);
                  }
                }));
  }

  private void assertLine(int index, String regex) {
    assertTrue(shell.out().get(index).matches(regex), shell.out().toString());
  }

  @Test
  @DisplayName("a line for each run, the first with the phases of the connect, then the summary")
  void plain() throws Exception {
    String url = echo();
    assertEquals(0, shell.run("ping", "-c", "2", "-i", "0.01", url));
    assertEquals("PING " + url + ": messages every 10 ms", shell.out().get(0));
    String phase = " " + TIME + " ms";
    assertLine(
        1,
        "seq=1 time=%s ms from 127.0.0.1:\\d+ \\(resolve%s, connect%s, upgrade%s\\)"
            .formatted(TIME, phase, phase, phase));
    assertLine(2, "seq=2 time=" + TIME + " ms");
    assertEquals(List.of("", "--- " + url + " ---"), shell.out().subList(3, 5));
    assertLine(5, "2 sent, 2 answered, 0% lost, in .*");
    assertLine(6, "round trip min/avg/median/p99/max/mdev = (%s/){5}%s ms".formatted(TIME, TIME));
    assertLine(7, "1 connection: 1 closed here after .*");
    assertEquals(8, shell.out().size());
  }

  @Test
  @DisplayName("--json prints the form of /api, a line each, and the summary on standard error")
  void json() throws Exception {
    assertEquals(0, shell.run("ping", "-c", "2", "-i", "0.01", "--json", echo()));
    assertEquals(2, shell.out().size());
    JsonObject second = new JsonObject(shell.out().get(1));
    assertEquals(2, second.getInteger("sequence"));
    assertTrue(second.getBoolean("success"));
    assertTrue(second.getDouble("roundTrip") > 0);
    assertTrue(shell.err().stream().anyMatch(line -> line.startsWith("2 sent")));
  }

  @Test
  @DisplayName("--csv prints a header and a record each, with what failed in quotes")
  void csv() throws Exception {
    try (RawServer server =
        RawServer.start(
            peer -> {
              peer.readHead();
              peer.send("HTTP/1.1 403 No\r\nContent-Length: 5\r\n\r\na,\"b\"");
            })) {
      String url = "ws://127.0.0.1:" + server.port() + "/";
      assertEquals(3, shell.run("ping", "-c", "1", "--csv", url));
    }
    assertEquals(
        "time,sequence,success,roundTrip,resolve,connect,tls,upgrade,address,reason,detail",
        shell.out().get(0));
    assertTrue(
        shell
            .out()
            .get(1)
            .matches(
                "[^,]+,1,false,,[^,]+,[^,]+,,[^,]+,127[^,]*,upgrade-refused,"
                    + "\"status 403, body: a,\"\"b\"\"\""),
        shell.out().toString());
  }

  @Test
  @DisplayName("some runs without an answer are exit code 1, with a table of the reasons")
  void someLost() throws Exception {
    String url =
        server(
            socket ->
                socket.textMessageHandler(
                    text -> {
                      received.add(text);
                      if (received.size() == 2) {
                        socket.close((short) 4001, "enough");
                      } else {
                        socket.writeTextMessage(text);
                      }
                    }));
    assertEquals(1, shell.run("ping", "-c", "3", "-i", "0.01", url));
    assertTrue(
        shell
            .out()
            .contains(
                "seq=2 closed-by-peer in reply: the server closed the WebSocket: code 4001 \"enough\""),
        shell.out().toString());
    assertTrue(shell.out().contains("      1  closed-by-peer  the server closed the WebSocket"));
    assertTrue(
        shell.out().stream()
            .anyMatch(
                line ->
                    line.matches(
                        "2 connections: 1 closed by the server with 4001 after .*, 1 closed here"
                            + " after .*")),
        shell.out().toString());
  }

  @Test
  @DisplayName("a connection that is lost between two runs is a line, and no lost run")
  void lostBetween() throws Exception {
    CompletableFuture<Void> cut = new CompletableFuture<>();
    String url =
        server(
            socket ->
                socket.textMessageHandler(
                    text ->
                        socket
                            .writeTextMessage(text)
                            .onSuccess(
                                written -> {
                                  if (cut.complete(null)) {
                                    socket.close((short) 4002);
                                  }
                                })));
    assertEquals(0, shell.run("ping", "-c", "2", "-i", "0.5", url));
    assertTrue(
        shell.out().stream()
            .anyMatch(
                line ->
                    line.matches(
                        "connection lost closed-by-peer in idle: .*: code 4002, after .*")),
        shell.out().toString());
  }

  @Test
  @DisplayName("no answer at all is exit code 3")
  void nothing() throws Exception {
    int port;
    try (RawServer closed = RawServer.start(peer -> {})) {
      port = closed.port();
    }
    assertEquals(3, shell.run("ping", "-c", "1", "ws://127.0.0.1:" + port + "/"));
    assertTrue(shell.out().get(1).startsWith("seq=1 connect-refused in connect: "));
  }

  @Test
  @DisplayName("an interrupt gives up the run under way, and prints the summary")
  void interrupt() throws Exception {
    CompletableFuture<String> second = new CompletableFuture<>();
    String url =
        server(
            socket ->
                socket.textMessageHandler(
                    text -> {
                      received.add(text);
                      if (received.size() == 2) {
                        second.complete(text);
                      } else {
                        socket.writeTextMessage(text);
                      }
                    }));
    CompletableFuture<Void> interrupted = shell.interruptWhen(second);
    assertEquals(0, shell.run("ping", "-i", "0.01", "-W", "1h", url));
    interrupted.get(10, TimeUnit.SECONDS);
    assertTrue(shell.out().stream().anyMatch(line -> line.startsWith("1 sent, 1 answered")));
  }

  @Test
  @DisplayName("--deadline ends it")
  void deadline() throws Exception {
    assertEquals(0, shell.run("ping", "-i", "0.01", "-w", "0.3", "-q", echo()));
    assertLine(1, "");
  }

  @Test
  @DisplayName("--size, --message and --binary make the message")
  void message() throws Exception {
    shell.run("ping", "-c", "1", "-m", "ab{sequence}", "-s", "7", "--binary", echo());
    assertEquals(List.of("binary " + Buffer.buffer("ab1ab1a")), received);
  }

  @Test
  @DisplayName("--ping sends no message")
  void pingFrames() throws Exception {
    String url = echo();
    assertEquals(0, shell.run("ping", "-c", "1", "--ping", url));
    assertEquals(List.of(), received);
    assertEquals("PING " + url + ": ping frames every 1 s", shell.out().get(0));
  }

  @Test
  @DisplayName("--fresh opens a WebSocket for each run")
  void fresh() throws Exception {
    assertEquals(0, shell.run("ping", "-c", "3", "-i", "0.01", "--fresh", echo()));
    assertTrue(shell.out().contains("3 connections"), shell.out().toString());
  }

  @Test
  @DisplayName("a reply that is not as expected is lost")
  void expect() throws Exception {
    String url = echo();
    assertEquals(0, shell.run("ping", "-c", "1", "--expect", "{message}", url));
    assertEquals(3, new TestShell().run("ping", "-c", "1", "-W", "0.3", "--expect", "x", url));
    assertEquals(0, shell.run("ping", "-c", "1", "--expect-pattern", "^hi i", url));
  }

  @Test
  @DisplayName("headers, origin, subprotocol and credentials go out with the handshake")
  void handshake() throws Exception {
    Path token = Files.writeString(directory.resolve("token"), "abc\n");
    String url = echo();
    shell.run(
        "ping",
        "-c",
        "1",
        "-H",
        "X-Tenant: a",
        "--origin",
        "https://b",
        "--subprotocol",
        "chat",
        "--token-file",
        token.toString(),
        url);
    List<String> lower = requests.stream().map(String::toLowerCase).toList();
    assertTrue(lower.contains("x-tenant: a"), lower.toString());
    assertTrue(lower.contains("origin: https://b"), lower.toString());
    assertTrue(lower.contains("sec-websocket-protocol: chat"), lower.toString());
    assertTrue(lower.contains("authorization: bearer abc"), lower.toString());
    assertTrue(lower.contains("user-agent: wsgauge/1.2.3"), lower.toString());
    requests.clear();
    shell.run("ping", "-c", "1", "--user", "ab:cd", url);
    assertTrue(requests.stream().anyMatch(h -> h.endsWith(": Basic YWI6Y2Q=")));
  }

  @Test
  @DisplayName("--connect-to connects there, with the URL's Host")
  void connectTo() throws Exception {
    String port = echo().replaceAll(".*:(\\d+)/ws", "$1");
    assertEquals(
        0,
        shell.run(
            "ping", "-c", "1", "--connect-to", "127.0.0.1:" + port, "ws://app.example.org/ws"));
    assertTrue(requests.stream().anyMatch(h -> h.equalsIgnoreCase("Host: app.example.org")));
  }

  @Test
  @DisplayName("--timestamps begins each line with the time")
  void timestamps() throws Exception {
    shell.run("ping", "-c", "1", "-D", echo());
    assertLine(1, "\\[\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z] seq=1 .*");
  }

  @Test
  @DisplayName("--graph without a terminal prints plain lines, and the histogram")
  void graph() throws Exception {
    shell.run("ping", "-c", "2", "-i", "0.01", "--graph", echo());
    assertLine(2, "seq=2 time=.*");
    assertTrue(shell.out().get(8).matches(" *[\\d.]+ ms █+ \\d"), shell.out().toString());
  }

  @Test
  @DisplayName("of one round trip, all figures of the summary are the same")
  void one() throws Exception {
    assertEquals(0, shell.run("ping", "-c", "1", "-i", "0", "-s", "1KiB", "-q", echo()));
    assertTrue(shell.out().get(0).endsWith(": messages one after the other"));
    assertLine(
        4, "round trip min/avg/median/p99/max/mdev = (%s)(/\\1){4}/0\\.000 ms".formatted(TIME));
    assertTrue(received.get(0).startsWith("text "));
    assertEquals(1024 + "text ".length(), received.get(0).length());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-c x | Invalid value for option '--count': must be a whole number, not x",
        "-c 1.5 | Invalid value for option '--count': must be a whole number, not 1.5",
        "-s 1kB | Invalid value for option '--size': must be bytes, or have a unit: 200B, 64KiB, 1MiB, not 1kB",
        "-s 9GiB | Invalid value for option '--size': must be bytes, or have a unit: 200B, 64KiB, 1MiB, not 9GiB",
        "--json --csv | --json, --csv are mutually exclusive (specify only one)",
      })
  @DisplayName("a wrong argument is told without a type of Java")
  void wrongType(String arguments, String told) {
    List<String> all = new ArrayList<>(List.of("ping", "ws://h/"));
    all.addAll(List.of(arguments.split(" ")));
    assertEquals(2, shell.run(all.toArray(String[]::new)));
    assertEquals(
        List.of("wsgauge: " + told + " (wsgauge ping --help tells the options)"), shell.err());
  }

  @ParameterizedTest
  @CsvSource({"xterm, true", "dumb, false"})
  @DisplayName("--graph draws a line again on a terminal alone that can")
  void redrawn(String terminal, boolean redrawn) throws Exception {
    try (CommandRun run =
        CommandRun.onTerminal(terminal, "ping", "-c", "2", "-i", "0.01", "--graph", echo())) {
      assertEquals(0, run.exitCode());
      assertEquals(redrawn, run.out().contains("\r\u001b[K"));
    }
  }

  @Test
  @DisplayName("all that is wrong with the arguments is told at once, and nothing of a secret")
  void wrong() {
    assertEquals(
        2,
        shell.run(
            "ping",
            "-H",
            "secret",
            "--proxy",
            "x",
            "--subprotocol",
            "a b",
            "-W",
            "0",
            "-4",
            "-6",
            "htp://h/?token=secret"));
    assertEquals(
        List.of(
            "command line: 6 problems",
            "  --timeout      \"0.0 ms\" - must be at least 1ms",
            "  URL            \"htp://h/?token=***\" - must be a ws:// or wss:// URL",
            "  --header       must be a header such as 'X-Tenant: a'",
            "  --subprotocol  \"a b\" - must be a token (RFC 9110) such as chat",
            "  --proxy        \"x\" - must be http://host:port or socks5://host:port",
            "  -6             must not be given with -4"),
        shell.err());
  }

  @Test
  @DisplayName("files that are missing are told by their options")
  void missingFiles() {
    assertEquals(2, shell.run("ping", "--cacert", "/no/a", "--token-file", "/no/t", "wss://h/"));
    assertEquals(
        List.of(
            "command line: 2 problems",
            "  --token-file  \"/no/t\" - no such file",
            "  --cacert      \"/no/a\" - no such file"),
        shell.err());
  }

  @Test
  @DisplayName("a mistyped option is told what was meant")
  void mistyped() {
    assertEquals(2, shell.run("ping", "--cuont", "1", "ws://h/"));
    assertEquals(
        List.of(
            "wsgauge: unknown option --cuont; did you mean --count? (wsgauge ping --help tells the"
                + " options)"),
        shell.err());
  }

  @Test
  @DisplayName("a number that is none, a time without a unit that is known: exit code 2")
  void wrongValues() {
    assertEquals(2, shell.run("ping", "-c", "x", "ws://h/"));
    assertEquals(2, shell.run("ping", "-i", "5x", "ws://h/"));
    assertEquals(2, shell.run("ping", "-s", "-1", "ws://h/"));
    assertEquals(2, shell.run("ping", "-c", "0", "ws://h/"));
    assertEquals(2, shell.run("ping"));
    assertEquals(5, shell.err().stream().filter(line -> !line.startsWith(" ")).count());
  }
}
