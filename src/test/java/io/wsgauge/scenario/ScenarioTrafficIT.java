package io.wsgauge.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.TestService;
import io.wsgauge.testing.RawClient;
import io.wsgauge.testing.RawClient.Frame;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server sends unasked, and what it breaks, at the level of bytes. */
@ExtendWith(VertxExtension.class)
class ScenarioTrafficIT {
  private static final int FINAL = 0x80;
  private static final int TEXT = 1;
  private static final int BINARY = 2;
  private static final int PING = 9;

  private static RawClient connect(Vertx vertx, String query) throws Exception {
    TestService service = TestService.start(vertx, "{\"scenario\": {\"allowInvalid\": true}}");
    return RawClient.upgraded(service.port(), "/ws?" + query);
  }

  @Test
  @DisplayName("pushed messages are numbered, of the size asked for, and end with their count")
  void push(Vertx vertx) throws Exception {
    try (RawClient client = connect(vertx, "push=20ms&pushSize=150&pushCount=3")) {
      for (int i = 1; i <= 3; i++) {
        Frame frame = client.readFrame();
        assertEquals(150, frame.payload().length());
        assertEquals(i, new JsonObject(frame.text()).getInteger("push"));
      }
      assertTrue(client.isOpen());
    }
  }

  @Test
  @DisplayName("a burst comes whole, also to a peer that reads late, and then its summary")
  void burst(Vertx vertx) throws Exception {
    try (RawClient client = connect(vertx, "burst=1000&burstSize=1000")) {
      for (int i = 0; i < 1000; i++) {
        Frame frame = client.readFrame();
        assertEquals(FINAL | BINARY, frame.firstByte());
        assertEquals(1000, frame.payload().length());
      }
      JsonObject summary = new JsonObject(client.readFrame().text());
      assertEquals(1000, summary.getInteger("burst"));
      assertEquals(1_000_000, summary.getInteger("bytes"));
    }
  }

  @Test
  @DisplayName("a burst of messages that each fill the buffer has as many as it should")
  void largeBurst(Vertx vertx) throws Exception {
    TestService service =
        TestService.start(
            vertx, "{\"scenario\": {\"maxSize\": 100000, \"maxBytesPerSecond\": 500000}}");
    String path = "/ws?burst=5&burstSize=100000";
    try (RawClient client = RawClient.upgraded(service.port(), path)) {
      for (int i = 0; i < 5; i++) {
        assertEquals(BINARY, client.readFrame().opcode());
      }
      assertEquals(5, new JsonObject(client.readFrame().text()).getInteger("burst"));
    }
  }

  @Test
  @DisplayName("a burst has messages up to the largest that the server takes, also in fragments")
  void largeFragmentedBurst(Vertx vertx) throws Exception {
    try (RawClient client = connect(vertx, "burst=1&burstSize=1MiB&fragmentSize=4096")) {
      for (int i = 0; i < 256; i++) {
        Frame frame = client.readFrame();
        assertEquals(i == 0 ? BINARY : i < 255 ? 0 : FINAL, frame.firstByte());
        assertEquals(4096, frame.payload().length());
      }
      assertEquals(1 << 20, new JsonObject(client.readFrame().text()).getInteger("bytes"));
    }
  }

  @Test
  @DisplayName("bursts of all connections send of the same memory, and what waits is counted")
  void burstsAreCounted(Vertx vertx) throws Exception {
    TestService service =
        TestService.start(
            vertx,
            "{\"socket\": {\"maxBufferedBytes\": 4194304},"
                + " \"scenario\": {\"maxBytesPerSecond\": 104857600}}");
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      clients.add(RawClient.upgraded(service.port(), "/ws?burst=100&burstSize=1MiB"));
    }
    // none of which reads, so that the largest of them are cut
    try (RawClient other = RawClient.awaitUpgrade(service.port(), "/ws")) {
      other.sendFrame(FINAL | TEXT, new byte[0]);
      assertEquals("hello, i am server", other.readFrame().text());
    }
    assertTrue(clients.get(0).readToEndOrReset() < 100 << 20);
    clients.forEach(RawClient::close);
  }

  @Test
  @DisplayName("the server pings")
  void ping(Vertx vertx) throws Exception {
    try (RawClient client = connect(vertx, "ping=20ms")) {
      for (String number : new String[] {"1", "2"}) {
        Frame frame = client.readFrame();
        assertEquals(FINAL | PING, frame.firstByte());
        assertEquals(number, frame.text());
      }
    }
  }

  @Test
  @DisplayName("pongs are withheld")
  void noPong(Vertx vertx) throws Exception {
    try (RawClient client = connect(vertx, "pong=no")) {
      client.sendFrame(FINAL | PING, new byte[0]);
      client.sendFrame(FINAL | TEXT, new byte[0]);
      assertEquals(TEXT, client.readFrame().opcode());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "&handshakeDelay=50ms"})
  @DisplayName("the server reads nothing at first, and everything then")
  void stopReading(String more, Vertx vertx) throws Exception {
    try (RawClient client =
        connect(vertx, "stopReading=2s&reply=count&push=20ms&pushCount=3" + more)) {
      client.sendFrame(FINAL | TEXT, new byte[] {'a'});
      // three pushes take a fraction of the time, and the reply comes after it
      for (int i = 1; i <= 3; i++) {
        assertEquals(i, new JsonObject(client.readFrame().text()).getInteger("push"));
      }
      assertEquals(1, new JsonObject(client.readFrame().text()).getInteger("sequence"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "utf8, 8102c328",
    "rsv, a10161",
    "opcode, 8300",
    "mask, 81810000000061",
    "length, 817e000161",
    "continuation, 800161",
    "interleaved, 010161810162",
    "text-in-binary, 020161810162",
    "fragmented-ping, 090161800162",
    "close1005, 880203ed",
    "close999, 880203e7",
    "close-length, 880103",
    "close-utf8, 880403e8c328",
    "data-after-close, 880203e8810161"
  })
  @DisplayName("the protocol is broken in the one way asked for, after the first reply")
  void invalid(String fault, String hex, Vertx vertx) throws Exception {
    try (RawClient client = connect(vertx, "text=ok&invalid=" + fault)) {
      client.sendFrame(FINAL | TEXT, new byte[0]);
      assertEquals("ok", client.readFrame().text());
      assertEquals(hex, client.readHex(hex.length() / 2));
    }
  }
}
