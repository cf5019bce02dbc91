package io.wsgauge.probe;

import static io.wsgauge.probe.ProbeRuns.failed;
import static io.wsgauge.probe.ProbeRuns.succeeded;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.testing.Deflate;
import io.wsgauge.testing.RawServer;
import io.wsgauge.testing.RawServer.Peer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that offer permessage-deflate (RFC 7692). */
@ExtendWith(VertxExtension.class)
class ProbeDeflateIT {
  private static final String COMPRESSION = "'compression': true";
  private static final byte[] OK = "ok".getBytes(StandardCharsets.UTF_8);

  /** A server that agrees, and answers a message with this frame. */
  private static RawServer answering(String extension, byte[] frame) throws IOException {
    return RawServer.start(
        peer -> {
          peer.upgrade("Sec-WebSocket-Extensions: " + extension + "\r\n");
          peer.readMessage();
          peer.send(frame);
          peer.awaitEnd();
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "permessage-deflate",
        "permessage-deflate; client_no_context_takeover",
        "permessage-deflate; server_no_context_takeover",
        "permessage-deflate; client_max_window_bits=9",
        "permessage-deflate; server_max_window_bits=10; client_max_window_bits=\"15\"",
      })
  @DisplayName("whatever is agreed on is told, and a compressed reply is inflated")
  void agreed(String extension, Vertx vertx) throws Exception {
    try (RawServer server = answering(extension, Peer.frame(0xc1, Deflate.compress(OK)))) {
      ProbeResult result =
          succeeded(ProbeRuns.of(vertx, server, COMPRESSION + ", 'expect': 'ok'").fresh());
      assertEquals(extension, result.opened().extensions());
    }
  }

  @Test
  @DisplayName("a compressed frame in one segment with the 101 is inflated")
  void withTheAnswer(Vertx vertx) throws Exception {
    try (RawServer server =
        RawServer.start(
            peer -> {
              String head = peer.readHead();
              Deflate deflate = new Deflate();
              byte[] greeting = Peer.frame(0xc1, deflate.fragment(OK, true));
              peer.send(
                  Peer.switching(head, "Sec-WebSocket-Extensions: permessage-deflate\r\n"),
                  greeting);
              peer.readMessage();
              peer.send(Peer.frame(0xc1, deflate.fragment(OK, true))); // out of the same window
              peer.awaitEnd();
            })) {
      succeeded(ProbeRuns.of(vertx, server, COMPRESSION + ", 'expect': 'ok'").fresh());
    }
  }

  @Test
  @DisplayName("a reply that is small until it is inflated is too large")
  void bomb(Vertx vertx) throws Exception {
    byte[] frame = Peer.frame(0xc2, Deflate.compress(new byte[(1 << 20) + 1]));
    try (RawServer server = answering("permessage-deflate", frame)) {
      failed(Reason.REPLY_TOO_LARGE, Phase.REPLY, ProbeRuns.of(vertx, server, COMPRESSION).fresh());
    }
  }

  @Test
  @DisplayName("a reply that does not inflate breaks the protocol")
  void garbage(Vertx vertx) throws Exception {
    byte[] frame = Peer.frame(0xc2, new byte[] {-1, -1, -1, -1});
    try (RawServer server = answering("permessage-deflate", frame)) {
      failed(Reason.PROTOCOL_ERROR, Phase.REPLY, ProbeRuns.of(vertx, server, COMPRESSION).fresh());
    }
  }
}
