package io.wsgauge.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.TestService;
import io.wsgauge.testing.RawClient;
import io.wsgauge.testing.RawClient.Frame;
import io.wsgauge.testing.RawServer.Peer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server remembers of a connection, asked for over another one, at the level of bytes. */
@ExtendWith(VertxExtension.class)
class ConnectionRecordIT {
  private static final int FINAL = 0x80;
  private static final int TEXT = 1;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;

  /** Of the connection that is asked for; that of who asks is another. */
  private static final String KEY = "AAAAAAAAAAAAAAAAAAAAAA==";

  private TestService service;

  private void start(Vertx vertx, String config) throws Exception {
    service = TestService.start(vertx, config);
  }

  /** Opens the connection that is asked for. */
  private RawClient open(String query, String more) {
    return open(KEY, query, more);
  }

  private RawClient open(String key, String query, String more) {
    RawClient client = RawClient.connect(service.port());
    client.sendText(RawClient.upgradeRequest("/ws" + query, more).replace(RawClient.KEY, key));
    String head = client.readHead();
    assertTrue(head.startsWith("HTTP/1.1 101 "), head);
    return client;
  }

  /** As {@link #open}, and remembered, as it is a moment after its 101. */
  private RawClient remembered(String query, String more) {
    RawClient client = open(query, more);
    send(client, "m");
    client.readFrame();
    return client;
  }

  private RawClient asker() {
    return RawClient.upgraded(service.port(), "/ws?reply=record");
  }

  private static void send(RawClient client, String text) {
    client.sendFrame(FINAL | TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  private static JsonObject ask(RawClient asker, String message) {
    send(asker, message);
    return new JsonObject(asker.readFrame().text());
  }

  /** The record of the connection when it has ended. */
  private JsonObject ended(RawClient asker) {
    return ask(asker, "watch " + KEY);
  }

  private static JsonObject close(int code, String reason) {
    return new JsonObject().put("code", code).put("reason", reason);
  }

  private static void assertEnded(
      JsonObject record, String by, String how, JsonObject received, JsonObject sent) {
    JsonObject ended = record.getJsonObject("ended");
    Instant at = Instant.parse((String) ended.remove("time"));
    assertFalse(at.isBefore(record.getInstant("opened")), record::encodePrettily);
    assertEquals(
        new JsonObject()
            .put("by", by)
            .put("how", how)
            .put("received", received)
            .put("sent", sent)
            .put("answered", received != null && sent != null),
        ended);
  }

  @Test
  @DisplayName("the key of an open connection finds its handshake, both ways, without secrets")
  void handshake(Vertx vertx) throws Exception {
    start(vertx, "{\"server\": {\"name\": \"n1\"}, \"socket\": {\"subprotocols\": [\"chat\"]}}");
    String more =
        String.join(
            "\r\n",
            "via: 1.1 p",
            "Cookie: secret",
            "Sec-WebSocket-Protocol: chat",
            "Sec-WebSocket-Extensions: permessage-deflate",
            "");
    try (RawClient client = open("?reply=echo", more);
        RawClient asker = asker()) {
      JsonObject record = ask(asker, KEY);
      assertTrue(client.isOpen());
      assertTrue(record.getBoolean("found"));
      assertEquals("n1", record.getString("node"));
      assertEquals(1, record.getInteger("connection"));
      assertEquals("GET /ws?reply=echo HTTP/1.1", record.getString("requestLine"));
      String request = record.getJsonArray("headers").encode();
      assertTrue(request.contains("[\"via\",\"1.1 p\"],[\"Cookie\",\"(6 bytes)\"]"), request);
      JsonArray answer = record.getJsonArray("answer");
      assertTrue(
          answer.contains(new JsonArray().add("sec-websocket-accept").add(Peer.accept(KEY)))
              && answer.contains(
                  new JsonArray().add("sec-websocket-extensions").add("permessage-deflate"))
              && answer.encode().contains("[\"Wsgauge\",\"node=\\\"n1\\\", connection=1, time="),
          answer.encode());
      assertEquals(
          new JsonObject().put("subprotocol", "chat").put("extensions", "permessage-deflate"),
          record.getJsonObject("negotiated"));
      assertNull(record.getValue("ended"));
    }
  }

  @Test
  @DisplayName("each way it has frames, messages, bytes, pings, pongs, fragments and the largest")
  void traffic(Vertx vertx) throws Exception {
    start(vertx, "{}");
    try (RawClient client = open("?reply=echo&fragment=2", "");
        RawClient asker = asker()) {
      client.sendFrame(TEXT, new byte[200]);
      client.sendFrame(FINAL, new byte[100]);
      client.readFrame();
      client.readFrame();
      send(client, "ab");
      client.readFrame();
      client.readFrame();
      client.sendFrame(FINAL | PONG, new byte[0]);
      assertTrue(client.isOpen());
      JsonObject record = ask(asker, KEY);
      JsonObject received = record.getJsonObject("received");
      double last = (Double) received.remove("lastAge");
      assertTrue(last > 0 && last <= record.getDouble("age"), record::encode);
      assertEquals(
          new JsonObject()
              .put("messages", 2L)
              .put("frames", 5L)
              .put("fragments", 2L)
              .put("bytes", 302L)
              .put("wireBytes", 208L + 106 + 8 + 6 + 6)
              .put("largest", 300L)
              .put("pings", 1L)
              .put("pongs", 1L)
              .encode(),
          received.encode());
      JsonObject sent = record.getJsonObject("sent");
      assertTrue((Double) sent.remove("lastAge") >= last);
      assertEquals(
          new JsonObject()
              .put("messages", 2L)
              .put("frames", 5L)
              .put("fragments", 4L)
              .put("bytes", 302L)
              .put("wireBytes", 154L + 154 + 3 + 3 + 2)
              .put("largest", 300L)
              .put("pings", 0L)
              .put("pongs", 1L)
              .encode(),
          sent.encode());
      assertEquals(0, record.getInteger("unsentBytes"));
    }
  }

  @Test
  @DisplayName("pings that a scenario sends are no messages")
  void pings(Vertx vertx) throws Exception {
    start(vertx, "{}");
    try (RawClient client = open("?ping=10ms", "");
        RawClient asker = asker()) {
      assertEquals(PING, client.readFrame().opcode());
      JsonObject sent = ask(asker, KEY).getJsonObject("sent");
      assertTrue(sent.getInteger("pings") > 0, sent::encode);
      assertEquals(0, sent.getInteger("messages"));
    }
  }

  @Test
  @DisplayName("a connection that the client closes is told with its code, its reason, its answer")
  void clientCloses(Vertx vertx) throws Exception {
    start(vertx, "{}");
    try (RawClient client = open("", "");
        RawClient asker = asker()) {
      client.sendHex("88 85 00000000 0fa2 627965");
      assertEquals(4002, client.readFrame().closeCode());
      assertTrue(client.readsEnd());
      JsonObject record = ended(asker);
      assertEnded(record, "peer", "close", close(4002, "bye"), close(4002, "bye"));
      assertEquals(1, record.getJsonObject("received").getInteger("frames"));
      assertEquals(1, record.getJsonObject("sent").getInteger("frames"));
    }
  }

  @Test
  @DisplayName("a close frame without a code is one with 1005")
  void noCode(Vertx vertx) throws Exception {
    start(vertx, "{}");
    try (RawClient client = open("", "");
        RawClient asker = asker()) {
      client.sendHex("88 80 00000000");
      assertTrue(client.readsEnd());
      assertEnded(ended(asker), "peer", "close", close(1005, ""), close(1005, ""));
    }
  }

  @Test
  @DisplayName("a connection that the server closes is told with what the client answers")
  void serverCloses(Vertx vertx) throws Exception {
    start(vertx, "{}");
    try (RawClient client = open("?closeAfter=0s&closeCode=4001&closeReason=x", "");
        RawClient asker = asker()) {
      assertEquals(4001, client.readFrame().closeCode());
      client.sendHex("88 82 00000000 03e9");
      assertTrue(client.readsEnd());
      assertEnded(ended(asker), "server", "close", close(1001, ""), close(4001, "x"));
    }
  }

  @Test
  @DisplayName("a close frame that is not answered in time ends by the timeout")
  void timeout(Vertx vertx) throws Exception {
    start(vertx, "{\"socket\": {\"closeTimeout\": \"50ms\"}}");
    try (RawClient client = open("?closeAfter=0s", "");
        RawClient asker = asker()) {
      assertEquals(CLOSE, client.readFrame().opcode());
      assertTrue(client.readsEnd());
      assertEnded(ended(asker), "server", "timeout", null, close(1000, ""));
    }
  }

  @Test
  @DisplayName("a close frame that the server leaves unanswered was received all the same")
  void unanswered(Vertx vertx) throws Exception {
    start(vertx, "{}");
    RawClient client = open("?ignoreClose=yes", "");
    try (RawClient asker = asker()) {
      client.sendHex("88 82 00000000 03e8");
      client.close();
      assertEnded(ended(asker), "peer", "close", close(1000, ""), null);
    }
  }

  @Test
  @DisplayName("a connection that is watched is told when it is cut, by a FIN")
  void fin(Vertx vertx) throws Exception {
    start(vertx, "{}");
    RawClient client = open("", "");
    try (RawClient asker = asker()) {
      while (!ask(asker, KEY).getBoolean("found")) {
        // until it is known
      }
      send(asker, "watch " + KEY);
      assertTrue(asker.isOpen());
      client.close();
      assertEnded(new JsonObject(asker.readFrame().text()), "none", "fin", null, null);
    }
  }

  @Test
  @DisplayName("a reset is told apart from a FIN")
  void rst(Vertx vertx) throws Exception {
    start(vertx, "{}");
    try (RawClient client = open("", "");
        RawClient asker = asker()) {
      client.reset();
      assertEnded(ended(asker), "none", "rst", null, null);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"fin", "rst"})
  @DisplayName("what the server cuts itself is its own doing")
  void drop(String how, Vertx vertx) throws Exception {
    start(vertx, "{}");
    RawClient client = open("?dropAfterMessages=1&drop=" + how, "");
    try (RawClient asker = asker()) {
      send(client, "x");
      assertTrue(client.readsEndOrReset());
      client.close();
      assertEnded(ended(asker), "server", how, null, null);
    }
  }

  @Test
  @DisplayName("what a peer that does not read has not been sent is told when it is reset")
  void unsent(Vertx vertx) throws Exception {
    start(vertx, "{\"scenario\": {\"maxBytesPerSecond\": 100000000}}");
    try (RawClient client = open("?burst=95&burstSize=1MiB", "");
        RawClient asker = asker()) {
      long waiting = 0;
      while (waiting == 0) {
        waiting = ask(asker, KEY).getLong("unsentBytes", 0L); // not before it is known
      }
      client.reset();
      JsonObject record = ended(asker);
      assertTrue(record.getLong("unsentBytes") > 0, record::encode);
      assertTrue(record.getJsonObject("sent").getInteger("messages") < 95, record::encode);
    }
  }

  @Test
  @DisplayName(
      "of a connection with an id, the latest 32 frames are known each way, of others none")
  void latestFrames(Vertx vertx) throws Exception {
    start(vertx, "{}");
    try (RawClient named =
            open("BBBBBBBBBBBBBBBBBBBBBA==", "?id=abcd-1234&reply=echo&fragment=2", "");
        RawClient client = open("?reply=echo", "");
        RawClient asker = asker()) {
      for (int i = 0; i < 40; i++) {
        send(named, "hi");
        named.readFrame();
        named.readFrame();
      }
      JsonObject record = ask(asker, "abcd-1234");
      JsonArray received = record.getJsonObject("received").getJsonArray("latest");
      assertEquals(32, received.size());
      JsonObject first = received.getJsonObject(0);
      double age = (double) first.remove("age");
      assertTrue(age > 0 && age < record.getDouble("age"), record::encode);
      assertEquals(frame("text", true, 2), first);
      JsonArray sent = record.getJsonObject("sent").getJsonArray("latest");
      JsonObject last = sent.getJsonObject(31);
      last.remove("age");
      assertEquals(frame("continuation", true, 1), last);
      assertFalse(sent.getJsonObject(30).getBoolean("final"));
      send(client, "hi");
      client.readFrame();
      assertFalse(ask(asker, KEY).getJsonObject("received").containsKey("latest"));
    }
  }

  private static JsonObject frame(String opcode, boolean isFinal, int bytes) {
    return new JsonObject()
        .put("opcode", opcode)
        .put("final", isFinal)
        .put("compressed", false)
        .put("bytes", bytes);
  }

  @Test
  @DisplayName("an id in the query finds a connection as well, and is nobody's to read")
  void id(Vertx vertx) throws Exception {
    start(vertx, "{}");
    try (RawClient client = open("?id=abcd-1234", "");
        RawClient asker = asker()) {
      assertTrue(client.isOpen());
      JsonObject record = ask(asker, "abcd-1234");
      assertEquals("abcd-1234", record.getString("id"));
      assertEquals("GET /ws?id=(9 bytes) HTTP/1.1", record.getString("requestLine"));
      send(client, "hi");
      assertEquals("hello, i am server", client.readFrame().text());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"AAAAAAAAAAAAAAAAAAAABA==", "watch nobody", "1", ""})
  @DisplayName("what is not known is told with the node and a reason, and at once")
  void unknown(String name, Vertx vertx) throws Exception {
    start(vertx, "{\"server\": {\"name\": \"n1\"}}");
    try (RawClient client = open("", "");
        RawClient asker = asker()) {
      JsonObject answer = ask(asker, name);
      assertFalse(answer.getBoolean("found"));
      assertEquals("n1", answer.getString("node"));
      assertTrue(answer.getString("reason").contains("scenario.records"), answer::encode);
      assertTrue(client.isOpen());
    }
  }

  @Test
  @DisplayName("those that ended first are forgotten first, and then those that are open")
  void bounded(Vertx vertx) throws Exception {
    start(vertx, "{\"scenario\": {\"records\": 2}}");
    String other = "AAAAAAAAAAAAAAAAAAAABA==";
    try (RawClient asker = asker()) {
      RawClient gone = remembered("?id=first-gone", "");
      gone.close();
      assertTrue(ask(asker, "watch first-gone").getBoolean("found"));
      try (RawClient client = remembered("", "")) {
        assertFalse(ask(asker, "first-gone").getBoolean("found"));
        assertTrue(ask(asker, KEY).getBoolean("found"));
        assertTrue(ask(asker, RawClient.KEY).getBoolean("found"));
        send(asker, "watch " + RawClient.KEY);
        try (RawClient last = open(other, "", "")) {
          assertFalse(new JsonObject(asker.readFrame().text()).getBoolean("found"));
          assertTrue(ask(asker, KEY).getBoolean("found"));
          assertTrue(ask(asker, other).getBoolean("found"));
          assertTrue(client.isOpen() && last.isOpen());
        }
      }
    }
  }

  @Test
  @DisplayName("large handshakes count for more")
  void boundedBySize(Vertx vertx) throws Exception {
    start(vertx, "{\"scenario\": {\"records\": 2}, \"server\": {\"maxHeaderSize\": \"32KiB\"}}");
    try (RawClient client = remembered("", "Cookie: " + "c".repeat(16_000) + "\r\n");
        RawClient asker = asker()) {
      assertFalse(ask(asker, KEY).getBoolean("found"));
      assertTrue(client.isOpen());
    }
  }

  @Test
  @DisplayName("what has ended is forgotten after its time")
  void keptFor(Vertx vertx) throws Exception {
    start(vertx, "{\"scenario\": {\"recordsKeptFor\": \"1s\"}}");
    RawClient client = open("", "");
    try (RawClient asker = asker()) {
      while (!ask(asker, KEY).getBoolean("found")) {
        // until it is known
      }
      send(asker, "watch " + KEY);
      assertTrue(asker.isOpen());
      client.close();
      assertTrue(new JsonObject(asker.readFrame().text()).getBoolean("found"));
      while (ask(asker, KEY).getBoolean("found")) {
        // until it is not
      }
    }
  }

  @Test
  @DisplayName("without records reply=record is no scenario")
  void off(Vertx vertx) throws Exception {
    start(vertx, "{\"scenario\": {\"records\": 0}}");
    try (RawClient client = RawClient.connect(service.port())) {
      client.sendText(RawClient.upgradeRequest("/ws?reply=record", ""));
      String head = client.readHead();
      assertTrue(head.startsWith("HTTP/1.1 400 "), head);
      String body = client.readBody(head);
      assertTrue(body.contains("reply=record: is off here (scenario.records)"), body);
    }
  }

  @Test
  @DisplayName("many questions at once are answered one by one, in order")
  void order(Vertx vertx) throws Exception {
    start(vertx, "{}");
    try (RawClient client = open("", "");
        RawClient asker = asker()) {
      for (int i = 0; i < 100; i++) {
        send(asker, i % 2 == 0 ? KEY : "nobody");
      }
      for (int i = 0; i < 100; i++) {
        Frame reply = asker.readFrame();
        assertEquals(i % 2 == 0, new JsonObject(reply.text()).getBoolean("found"));
      }
      assertTrue(client.isOpen());
    }
  }
}
