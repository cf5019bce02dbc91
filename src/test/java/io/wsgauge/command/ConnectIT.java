package io.wsgauge.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.wsgauge.testing.RawServer;
import io.wsgauge.testing.RawServer.Peer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectIT {
  private static Vertx vertx;
  private static String echo;

  @BeforeAll
  static void startEcho() throws Exception {
    vertx = Vertx.vertx();
    HttpServer server =
        vertx
            .createHttpServer()
            .webSocketHandler(
                socket ->
                    socket.frameHandler(
                        frame -> {
                          if (frame.isText() || frame.isBinary()) {
                            socket.writeFrame(frame);
                          }
                        }))
            .listen(0, "127.0.0.1")
            .await(10, TimeUnit.SECONDS);
    echo = "ws://127.0.0.1:" + server.actualPort() + "/ws";
  }

  @AfterAll
  static void stopEcho() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  private static String url(RawServer server) {
    return "ws://127.0.0.1:" + server.port() + "/ws";
  }

  private static CommandRun ended(String input, String... arguments) throws Exception {
    CommandRun run = CommandRun.start(arguments);
    run.type(input);
    run.endInput();
    return run;
  }

  @Test
  @DisplayName("lines of input are messages, messages are lines of output, and the end closes")
  void lines() throws Exception {
    try (CommandRun run = ended("one\n\ntwö\r\nthree", "connect", "--wait", "0.1", echo)) {
      assertEquals(0, run.exitCode());
      assertEquals("one\n\ntwö\nthree\n", run.out());
      assertEquals("", run.err());
    }
  }

  @Test
  @DisplayName("-x sends one message, prints one answer and closes")
  void execute() throws Exception {
    try (CommandRun run = CommandRun.start("connect", "-x", "hello", echo)) {
      assertEquals(0, run.exitCode());
      assertEquals("hello\n", run.out());
    }
  }

  @Test
  @DisplayName("-x does not take a message that came with the handshake for the answer")
  void greeting() throws Exception {
    try (RawServer server =
            RawServer.start(
                peer -> {
                  byte[] greeting = Peer.frame(0x81, "welcome".getBytes(StandardCharsets.UTF_8));
                  peer.send(Peer.switching(peer.readHead(), ""), greeting);
                  peer.readMessage();
                  peer.sendMessage("answer");
                  answerClose(peer);
                });
        CommandRun run = CommandRun.start("connect", "-x", "hello", url(server))) {
      assertEquals(0, run.exitCode());
      assertEquals("answer\n", run.out());
    }
  }

  private static void answerClose(Peer peer) throws IOException {
    String close = peer.readFrameHex().split(" ", 2)[1];
    peer.send(Peer.frame(0x88, HexFormat.of().parseHex(close)));
  }

  @Test
  @DisplayName("-x without an answer in time is told, and exits with 1")
  void unanswered() throws Exception {
    try (RawServer server =
            RawServer.start(
                peer -> {
                  peer.upgrade();
                  peer.readMessage();
                  answerClose(peer);
                });
        CommandRun run = CommandRun.start("connect", "-x", "a", "--wait", "0.1", url(server))) {
      assertEquals(1, run.exitCode());
      assertEquals("", run.out());
      assertEquals("wsgauge: no answer within 100 ms\n", run.err());
    }
  }

  @Test
  @DisplayName("-x sends a file by @, with its line ends, and a literal @ by two")
  void file(@TempDir Path directory) throws Exception {
    Files.writeString(directory.resolve("message"), "a\nb\n");
    try (CommandRun run = CommandRun.in(directory, "connect", "--jsonl", "-x", "@message", echo)) {
      assertEquals(0, run.exitCode());
      assertEquals("a\nb\n", message(run).getString("data"));
    }
    try (CommandRun run = CommandRun.in(directory, "connect", "-x", "@@message", echo)) {
      assertEquals(0, run.exitCode());
      assertEquals("@message\n", run.out());
    }
    try (CommandRun run = CommandRun.in(directory, "connect", "-x", "@none", echo)) {
      assertEquals(2, run.exitCode());
      assertEquals("command line: 1 problem\n  --execute  none: no such file\n", run.err());
    }
  }

  private static JsonObject message(CommandRun run) {
    return run.lines().stream()
        .map(JsonObject::new)
        .filter(json -> json.containsKey("size"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  @DisplayName("a line of input that begins with @ names no file")
  void pipedAt() throws Exception {
    try (CommandRun run = ended("@/etc/passwd\n", "connect", "--wait", "0.1", echo)) {
      assertEquals(0, run.exitCode());
      assertEquals("@/etc/passwd\n", run.out());
    }
  }

  @Test
  @DisplayName("--hex and --base64 are bytes both ways, --binary sends lines as such")
  void bytes() throws Exception {
    try (CommandRun run = ended("00 FF\n", "connect", "--hex", "--wait", "0.1", echo)) {
      assertEquals(0, run.exitCode());
      assertEquals("00ff\n", run.out());
    }
    try (CommandRun run = ended("AP8=\n", "connect", "--base64", "--wait", "0.1", echo)) {
      assertEquals(0, run.exitCode());
      assertEquals("AP8=\n", run.out());
    }
    byte[] line = {(byte) 0xff, 0x1b, '\n'};
    try (CommandRun run =
        CommandRun.reading(
            new ByteArrayInputStream(line), "connect", "--binary", "--wait", "0.1", echo)) {
      assertEquals(0, run.exitCode());
      assertArrayEquals(line, run.bytes());
    }
  }

  @Test
  @DisplayName("--jsonl reads and prints JSON with time, type, size and close code")
  void json() throws Exception {
    String input =
        """
        {"type": "text", "data": "a\\nb\\u0000"}
        {"type": "binary", "base64": "AP8="}
        {"type": "ping", "data": "p"}
        {"type": "close", "code": 4001, "reason": "bye"}
        """;
    try (CommandRun run = ended(input, "connect", "-v", "--jsonl", echo)) {
      assertEquals(0, run.exitCode());
      List<JsonObject> all = run.lines().stream().map(JsonObject::new).toList();
      List<String> told =
          all.stream()
              .filter(json -> "in".equals(json.getString("direction")))
              .map(json -> json.copy())
              .peek(json -> assertTrue(((String) json.remove("time")).endsWith("Z")))
              .map(JsonObject::encode)
              .toList();
      assertEquals(
          List.of(
              "{\"type\":\"text\",\"direction\":\"in\",\"size\":4,\"data\":\"a\\nb\\u0000\"}",
              "{\"type\":\"binary\",\"direction\":\"in\",\"size\":2,\"base64\":\"AP8=\"}",
              "{\"type\":\"pong\",\"direction\":\"in\",\"size\":1,\"data\":\"p\"}",
              "{\"type\":\"close\",\"direction\":\"in\",\"code\":4001,\"reason\":\"bye\"}"),
          told);
      assertEquals(
          4, all.stream().filter(json -> "out".equals(json.getString("direction"))).count());
      JsonObject end = all.get(all.size() - 1);
      assertEquals(
          "end client 4001",
          end.getString("type") + " " + end.getString("by") + " " + end.getInteger("code"));
    }
  }

  @Test
  @DisplayName("--jsonl tells what was sent once it is, and not what never was")
  void sentIsTold() throws Exception {
    String input = "{\"type\": \"text\", \"data\": \"a\"}\n";
    try (CommandRun run = ended(input, "connect", "-v", "--jsonl", echo)) {
      assertEquals(0, run.exitCode());
      assertEquals(List.of("open", "text", "text", "close", "close", "end"), types(run));
    }
    RawServer.Script refusing =
        peer -> {
          peer.readHead();
          peer.send("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
        };
    try (RawServer server = RawServer.start(refusing);
        CommandRun run = ended(input, "connect", "-v", "--jsonl", url(server))) {
      assertEquals(3, run.exitCode());
      assertEquals(List.of("failed"), types(run));
    }
  }

  private static List<String> types(CommandRun run) {
    return run.lines().stream().map(line -> new JsonObject(line).getString("type")).toList();
  }

  @Test
  @DisplayName("a line that is no message is told with its number, and exits with 2")
  void wrongLine() throws Exception {
    try (CommandRun run = ended("00\nxyz\n01\n", "connect", "--hex", echo)) {
      assertEquals(2, run.exitCode());
      assertEquals(
          "wsgauge: line 2 of standard input: must be bytes in hexadecimal, such as 00 ff\n",
          run.err());
    }
  }

  @Test
  @DisplayName("text that is not UTF-8 is not sent")
  void invalidInput() throws Exception {
    InputStream in = new ByteArrayInputStream(new byte[] {(byte) 0xff, '\n'});
    try (CommandRun run = CommandRun.reading(in, "connect", echo)) {
      assertEquals(2, run.exitCode());
      assertTrue(run.err().contains("line 1 of standard input: is not UTF-8"), run.err());
    }
  }

  @Test
  @DisplayName("a peer that closes with an error code is told with it, and exits with 1")
  void closedWithError() throws Exception {
    try (RawServer server = closing("03f0 6e6f"); // 1008 no
        CommandRun run = CommandRun.start("connect", url(server))) {
      assertEquals(1, run.exitCode());
      assertEquals("wsgauge: closed by the peer with 1008 \"no\"\n", run.err());
    }
  }

  @Test
  @DisplayName("a peer that closes in order ends it with 0, though there is input to come")
  void closedInOrder() throws Exception {
    try (RawServer server = closing("03e8");
        CommandRun run = CommandRun.start("connect", "-v", url(server))) {
      assertEquals(0, run.exitCode());
      assertTrue(run.err().endsWith("< close 1000\n"), run.err());
    }
  }

  private static RawServer closing(String payload) throws IOException {
    byte[] bytes = HexFormat.of().parseHex(payload.replace(" ", ""));
    return RawServer.start(
        peer -> {
          peer.upgrade();
          peer.send(Peer.frame(0x88, bytes));
          peer.readFrameHex();
        });
  }

  @Test
  @DisplayName("--close is what the peer is closed with")
  void close() throws Exception {
    LinkedBlockingQueue<String> frames = new LinkedBlockingQueue<>();
    try (RawServer server =
            RawServer.start(
                peer -> {
                  peer.upgrade();
                  frames.add(peer.readFrameHex());
                });
        CommandRun run =
            ended("", "connect", "--wait", "0.1", "--close", "4000:bye", url(server))) {
      assertEquals("8 0fa0627965", frames.poll(10, TimeUnit.SECONDS));
      assertEquals(1, run.exitCode(), "it was not answered");
    }
  }

  @Test
  @DisplayName("a code that must not be sent exits with 2")
  void wrongClose() throws Exception {
    try (CommandRun run = CommandRun.start("connect", "--close", "1005", echo)) {
      assertEquals(2, run.exitCode());
      assertTrue(run.err().contains("the code must be 1000 to 1003"), run.err());
    }
  }

  @Test
  @DisplayName("Ctrl-C closes politely, and cuts a peer that does not answer")
  void interrupt() throws Exception {
    try (CommandRun run = CommandRun.start("connect", echo)) {
      run.type("a\n");
      run.awaitLines(1);
      run.interrupt();
      assertEquals(0, run.exitCode());
    }
    try (RawServer server =
            RawServer.start(
                peer -> {
                  peer.upgrade();
                  peer.sendMessage("a");
                  peer.awaitEnd();
                });
        CommandRun run = CommandRun.start("connect", url(server))) {
      run.awaitLines(1);
      run.interrupt();
      assertEquals(1, run.exitCode());
      assertTrue(run.err().contains("the close frame was not answered within 1 s"), run.err());
    }
  }

  @Test
  @DisplayName("what does not connect is told as ping tells it, and exits with 3")
  void notConnected() throws Exception {
    try (RawServer server =
            RawServer.start(
                peer -> {
                  peer.readHead();
                  peer.send("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
                });
        CommandRun run = CommandRun.start("connect", "-x", "a", url(server))) {
      assertEquals(3, run.exitCode());
      assertTrue(run.err().startsWith("wsgauge: upgrade-refused in upgrade: "), run.err());
      assertTrue(run.err().contains("status 403"), run.err());
    }
  }

  @Test
  @DisplayName("-vv shows a refusal without the secrets of its Location")
  void refusalShown() throws Exception {
    try (RawServer server =
            RawServer.start(
                peer -> {
                  peer.readHead();
                  peer.send("HTTP/1.1 302 Found\r\nLocation: /login?ticket=secret4\r\n\r\n");
                });
        CommandRun run = CommandRun.start("connect", "-vv", url(server))) {
      assertEquals(3, run.exitCode());
      assertTrue(run.err().contains("< HTTP/1.1 302 Found\n"), run.err());
      assertTrue(run.err().contains("< Location: /login?ticket=***\n"), run.err());
      assertFalse(run.err().contains("secret4"), run.err());
    }
  }

  @Test
  @DisplayName("-vv shows no status line where the answer has none")
  void noStatusLine() throws Exception {
    try (RawServer server =
            RawServer.start(
                peer -> {
                  peer.readHead();
                  peer.send("HTTP/x y\r\n\r\n");
                });
        CommandRun run = CommandRun.start("connect", "-vv", url(server))) {
      assertEquals(3, run.exitCode());
      assertTrue(run.err().contains("the answer is not HTTP/1.1"), run.err());
      assertFalse(run.err().contains("999"), run.err());
    }
  }

  @Test
  @DisplayName("a message over the limit is told and closed with 1009, in one frame or in many")
  void tooLarge() throws Exception {
    LinkedBlockingQueue<String> frames = new LinkedBlockingQueue<>();
    try (RawServer server =
            RawServer.start(
                peer -> {
                  peer.upgrade();
                  peer.sendHex("827f 0000000001000001");
                  frames.add(peer.readFrameHex());
                });
        CommandRun run = CommandRun.start("connect", url(server))) {
      assertEquals(1, run.exitCode());
      assertTrue(frames.poll(10, TimeUnit.SECONDS).startsWith("8 03f1"));
      assertTrue(run.err().contains("frame over what wsgauge takes, 16777216 bytes"), run.err());
    }
    try (RawServer server =
            RawServer.start(
                peer -> {
                  peer.upgrade();
                  byte[] part = new byte[1 << 20];
                  peer.send(Peer.frame(0x02, part));
                  for (int i = 0; i < 17; i++) {
                    peer.send(Peer.frame(0x00, part));
                  }
                  peer.awaitEnd();
                });
        CommandRun run = CommandRun.start("connect", url(server))) {
      assertEquals(1, run.exitCode());
      assertTrue(run.err().contains("message over what wsgauge takes"), run.err());
    }
  }

  @Test
  @DisplayName("a peer that breaks the protocol is told, and exits with 1")
  void protocolError() throws Exception {
    try (RawServer server =
            RawServer.start(
                peer -> {
                  peer.upgrade();
                  peer.sendHex("8101ff");
                  peer.awaitEnd();
                });
        CommandRun run = CommandRun.start("connect", url(server))) {
      assertEquals(1, run.exitCode());
      assertTrue(run.err().startsWith("wsgauge: protocol-error"), run.err());
    }
  }

  @Test
  @DisplayName("-v shows control frames, -vv the handshake with credentials masked")
  void verbose() throws Exception {
    try (RawServer server =
            RawServer.start(
                peer -> {
                  peer.upgrade("Set-Cookie: id=secret3\r\n");
                  peer.sendHex("8902 00ff");
                  peer.readFrameHex();
                  peer.sendHex("8802 03e8");
                  peer.readFrameHex();
                });
        CommandRun run =
            CommandRun.start(
                "connect", "-vv", "--user", "me:secret1", url(server) + "?token=secret2")) {
      assertEquals(0, run.exitCode());
      String told = run.err();
      assertFalse(told.contains("secret") || told.contains("bWU6c2VjcmV0MQ"), told);
      assertTrue(told.contains("> GET /ws?token=(7 bytes) HTTP/1.1\n"), told);
      assertTrue(told.contains("< HTTP/1.1 101 Switching Protocols\n"), told);
      assertTrue(told.contains("< ping 0x00 ff\n< close 1000\n"), told);
      assertEquals("", run.out());
    }
  }

  @Test
  @DisplayName("--reconnect connects again, and sends what was not sent before")
  void reconnect() throws Exception {
    try (RawServer server =
            RawServer.start(
                new RawServer.Script() {
                  private int count;

                  @Override
                  public void run(Peer peer) throws IOException {
                    if (count++ == 0) {
                      peer.readHead();
                      return;
                    }
                    peer.upgrade();
                    peer.sendMessage(peer.readMessage() + count);
                    if (count == 3) {
                      answerClose(peer);
                    }
                  }
                });
        CommandRun run = CommandRun.start("connect", "--reconnect", "--wait", "0", url(server))) {
      run.type("a\n");
      assertEquals(List.of("a2"), run.awaitLines(1));
      server.awaitAccepted(3);
      run.type("b\n");
      assertEquals(List.of("a2", "b3"), run.awaitLines(2));
      run.endInput();
      assertEquals(0, run.exitCode());
      assertTrue(run.err().contains("upgrade-no-answer"), run.err());
      assertTrue(run.err().contains("connects again in"), run.err());
    }
  }

  @Test
  @DisplayName("--reconnect sends over the next WebSocket what comes when the peer has closed this")
  void reconnectBehindClose() throws Exception {
    AtomicInteger count = new AtomicInteger();
    RawServer.Script script =
        peer -> {
          if (count.getAndIncrement() == 0) {
            peer.send(Peer.switching(peer.readHead(), ""), Peer.frame(0x88, new byte[] {3, -23}));
            peer.readFrameHex();
          } else {
            peer.upgrade();
            peer.sendMessage(peer.readMessage());
            answerClose(peer);
          }
        };
    try (RawServer server = RawServer.start(script);
        CommandRun run = ended("a\n", "connect", "--reconnect", "--wait", "0.1", url(server))) {
      assertEquals(0, run.exitCode());
      assertEquals("a\n", run.out());
    }
  }

  @Test
  @DisplayName("a terminal gets no control sequence of the peer's, a pipe gets what was sent")
  void hostileText() throws Exception {
    String hostile = "\u001b]0;title\u0007\u009b31m\u202e{\"a\": \"\\n\"}\n";
    RawServer.Script script =
        peer -> {
          peer.upgrade();
          peer.send(Peer.frame(0x81, hostile.getBytes(StandardCharsets.UTF_8)));
          peer.sendHex("8204 1b5b41ff 8802 03e8");
          peer.readFrameHex();
        };
    try (RawServer server = RawServer.start(script);
        CommandRun run = CommandRun.onXterm("connect", url(server))) {
      assertEquals(0, run.exitCode());
      assertEquals(
          "\\u{1b}]0;title\\u{7}\\u{9b}31m\\u{202e}{\"a\": \"\\n\"}\\n\n0x1b 5b 41 ff\n",
          run.out());
    }
    try (RawServer server = RawServer.start(script);
        CommandRun run = CommandRun.start("connect", url(server))) {
      assertEquals(0, run.exitCode());
      Buffer expected =
          Buffer.buffer(hostile + "\n").appendBytes(new byte[] {0x1b, '[', 'A', -1, '\n'});
      assertArrayEquals(expected.getBytes(), run.bytes());
    }
    try (RawServer server = RawServer.start(script);
        CommandRun run = CommandRun.onXterm("connect", "--jsonl", url(server))) {
      assertEquals(0, run.exitCode());
      assertTrue(run.out().chars().allMatch(c -> c == '\n' || (c >= ' ' && c < 127)), run.out());
      assertEquals(hostile, message(run).getString("data"));
    }
  }

  /** Nothing is read of it until it is opened. */
  private static final class Dam extends OutputStream {
    private final CountDownLatch open = new CountDownLatch(1);
    private final AtomicLong written = new AtomicLong();

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      try {
        open.await();
      } catch (InterruptedException e) {
        throw new InterruptedIOException();
      }
      written.addAndGet(length);
    }
  }

  /** Waits until a count stays as it is, well below the limit. */
  private static void assertSettles(LongSupplier count, long limit) throws InterruptedException {
    long before = 0;
    int same = 0;
    while (same < 40) {
      long now = count.getAsLong();
      assertTrue(now < limit, now + " bytes, and on it goes");
      same = now == before && now > 0 ? same + 1 : 0;
      before = now;
      Thread.sleep(50);
    }
  }

  @Test
  @DisplayName("a peer has to wait while nobody reads the output, and nothing is lost")
  void blockedOutput() throws Exception {
    int messages = 1500;
    byte[] frame = Peer.frame(0x82, new byte[65_535]);
    AtomicLong sent = new AtomicLong();
    Dam dam = new Dam();
    try (RawServer server =
            RawServer.start(
                peer -> {
                  peer.upgrade();
                  for (int i = 0; i < messages; i++) {
                    peer.send(frame);
                    sent.addAndGet(frame.length);
                  }
                  peer.sendHex("8802 03e8");
                  peer.readFrameHex();
                });
        CommandRun run = CommandRun.writing(dam, "connect", url(server))) {
      assertSettles(sent::get, messages * 65_536L / 2);
      dam.open.countDown();
      assertEquals(0, run.exitCode());
      assertEquals(messages * 65_536L, dam.written.get());
    }
  }

  @Test
  @DisplayName("input is read no further than the peer takes it")
  void blockedInput() throws Exception {
    AtomicLong read = new AtomicLong();
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return read.incrementAndGet() % 1000 == 0 ? '\n' : 'a';
          }

          @Override
          public int read(byte[] bytes, int from, int length) {
            bytes[from] = (byte) read();
            return 1;
          }
        };
    CountDownLatch done = new CountDownLatch(1);
    try (RawServer server =
            RawServer.start(
                peer -> {
                  peer.upgrade();
                  try {
                    done.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
        CommandRun run = CommandRun.reading(endless, "connect", url(server))) {
      assertSettles(read::get, 64 << 20);
      run.interrupt();
      assertEquals(1, run.exitCode());
      done.countDown();
    }
  }

  @Test
  @DisplayName("Ctrl-C ends it though nobody reads the output")
  void interruptBlocked() throws Exception {
    try (RawServer server =
            RawServer.start(
                peer -> {
                  peer.upgrade();
                  peer.sendMessage("a");
                  peer.awaitEnd();
                });
        CommandRun run = CommandRun.writing(new Dam(), "connect", url(server))) {
      server.awaitAccepted(1);
      run.interrupt();
      assertTrue(run.exitCode() > 0);
    }
  }

  @Test
  @DisplayName("output that cannot be written ends it with one line and 1")
  void brokenOutput() throws Exception {
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    try (CommandRun run = CommandRun.writing(broken, "connect", echo)) {
      run.type("a\n");
      assertEquals(1, run.exitCode());
      assertEquals("wsgauge: standard output cannot be written\n", run.err());
    }
  }

  @Test
  @DisplayName("--ping-interval pings while all is silent, and shows it with -v alone")
  void keepsOpen() throws Exception {
    CountDownLatch twice = new CountDownLatch(2);
    try (RawServer server =
            RawServer.start(
                peer -> {
                  peer.upgrade();
                  while (peer.readFrameHex().equals("9 6b656570206f70656e")) {
                    peer.sendHex("8a 09 6b656570206f70656e");
                    twice.countDown();
                  }
                  peer.sendHex("88 02 03e8");
                });
        CommandRun run = CommandRun.start("connect", "--ping-interval", "0.05", url(server))) {
      assertTrue(twice.await(10, TimeUnit.SECONDS));
      run.endInput();
      assertEquals(0, run.exitCode());
      assertEquals("", run.out());
      assertEquals("", run.err());
    }
  }

  @Test
  @DisplayName("--ping-interval ends a WebSocket whose peer has vanished")
  void vanished() throws Exception {
    try (RawServer server =
            RawServer.start(
                peer -> {
                  peer.upgrade();
                  peer.awaitEnd();
                });
        CommandRun run =
            CommandRun.start("connect", "-v", "--ping-interval", "0.05", url(server))) {
      assertEquals(1, run.exitCode());
      assertTrue(run.err().contains("> ping \"keep open\""), run.err());
      assertTrue(
          run.err()
              .contains("wsgauge: pong-timeout in idle: a ping was sent, but no pong came in time"),
          run.err());
    }
  }
}
