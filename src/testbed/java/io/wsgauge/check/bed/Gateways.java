package io.wsgauge.check.bed;

import io.wsgauge.testing.RawServer.Peer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Ends the WebSocket and opens one of its own, as gateways that are built on libraries do. */
final class Gateways {
  private Gateways() {}

  /**
   * What a gateway is like.
   *
   * @param deflate whether it compresses towards the client
   * @param early whether it answers 101 before it has asked the server
   * @param frame bytes of the largest frame that it makes
   * @param dead whether there is no server
   */
  record Kind(boolean deflate, boolean early, int frame, boolean dead) {}

  static FaultFactory of(Kind kind) {
    return () -> new Gateway(kind);
  }

  /** Answers first, and then finds one in so many servers down. */
  static FaultFactory oneDead(int of) {
    AtomicInteger turn = new AtomicInteger();
    return () -> new Gateway(new Kind(false, true, 65536, turn.incrementAndGet() % of == 0));
  }

  private static final class Gateway extends Fault {
    private static final byte[] TAIL = {0, 0, -1, -1};

    private final Kind kind;
    private final Random random = new Random();
    private final Map<Way, List<Frame>> parts = new EnumMap<>(Way.class);
    private final List<Frame> waiting = new ArrayList<>();
    private boolean deflates;
    private boolean connected;

    Gateway(Kind kind) {
      this.kind = kind;
      parts.put(Way.UP, new ArrayList<>());
      parts.put(Way.DOWN, new ArrayList<>());
    }

    @Override
    void request(Link link, Head head) {
      if (!head.isUpgrade()) {
        link.forward(head);
        return;
      }
      deflates = kind.deflate && head.get("Sec-WebSocket-Extensions").contains("deflate");
      byte[] nonce = new byte[16];
      random.nextBytes(nonce);
      Head own =
          head.without("Sec-WebSocket-Extensions")
              .with("Sec-WebSocket-Key", Base64.getEncoder().encodeToString(nonce));
      if (kind.early) {
        Head own101 = new Head("HTTP/1.1 101 Switching Protocols", List.of());
        String offered = head.get("Sec-WebSocket-Protocol");
        link.answer(
            answer(
                link,
                offered.isEmpty()
                    ? own101
                    : own101.with("Sec-WebSocket-Protocol", offered.split(",", 2)[0])));
        link.awaitAnswer();
      }
      if (kind.dead) {
        unreachable(link);
      } else {
        link.forward(own);
      }
    }

    private Head answer(Link link, Head server) {
      Head head =
          server
              .with("Upgrade", "websocket")
              .with("Connection", "Upgrade")
              .with("Sec-WebSocket-Accept", Peer.accept(link.request().get("Sec-WebSocket-Key")));
      return deflates
          ? head.with(
              "Sec-WebSocket-Extensions",
              "permessage-deflate; server_no_context_takeover; client_no_context_takeover")
          : head;
    }

    @Override
    void response(Link link, Head head) {
      if (!kind.early) {
        link.answer(head.isSwitched() ? answer(link, head) : head);
        connected = head.isSwitched();
        waiting.forEach(frame -> frame(link, Way.UP, frame));
        waiting.clear();
        return;
      }
      if (!head.isSwitched()) {
        unreachable(link);
        return;
      }
      link.open();
      connected = true;
      waiting.forEach(frame -> frame(link, Way.UP, frame));
      waiting.clear();
    }

    @Override
    void unreachable(Link link) {
      if (kind.early) {
        link.send(
            Way.DOWN, Frame.close(null, 1011, "no upstream".getBytes(StandardCharsets.UTF_8)));
        link.cut(false);
      } else {
        super.unreachable(link);
      }
    }

    @Override
    void frame(Link link, Way way, Frame frame) {
      if (way == Way.UP && !connected) {
        waiting.add(frame);
      } else if (frame.isData()) {
        List<Frame> all = parts.get(way);
        all.add(frame);
        if (frame.fin()) {
          message(link, way, all);
          all.clear();
        }
      } else if (frame.opcode() == Frame.PING) {
        Way back = way == Way.UP ? Way.DOWN : Way.UP;
        link.send(back, Frame.of(Frame.PONG, true, key(back), frame.payload()));
      } else if (frame.opcode() == Frame.CLOSE) {
        link.send(way, frame.masked(key(way)));
      }
    }

    private byte[] key(Way way) {
      if (way == Way.DOWN) {
        return null;
      }
      byte[] key = new byte[4];
      random.nextBytes(key);
      return key;
    }

    private void message(Link link, Way way, List<Frame> all) {
      ByteArrayOutputStream joined = new ByteArrayOutputStream();
      all.forEach(part -> joined.writeBytes(part.payload()));
      int opcode = all.get(0).opcode();
      boolean compressed = (all.get(0).first() & 0x40) != 0;
      byte[] payload = joined.toByteArray();
      if (way == Way.UP && compressed) {
        joined.writeBytes(TAIL);
        payload = inflated(joined.toByteArray());
      }
      boolean deflate = way == Way.DOWN && deflates;
      if (deflate) {
        payload = deflated(payload);
      }
      int from = 0;
      do {
        int to = Math.min(payload.length, from + kind.frame);
        int first = from == 0 ? opcode | (deflate ? 0x40 : 0) : 0;
        link.send(
            way,
            new Frame(
                first | (to == payload.length ? 0x80 : 0),
                key(way),
                Arrays.copyOfRange(payload, from, to)));
        from = to;
      } while (from < payload.length);
    }

    private static byte[] inflated(byte[] bytes) {
      Inflater inflater = new Inflater(true);
      inflater.setInput(bytes);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] part = new byte[1 << 14];
      try {
        for (int n = inflater.inflate(part); n > 0; n = inflater.inflate(part)) {
          out.write(part, 0, n);
        }
      } catch (DataFormatException e) {
        throw new IllegalArgumentException(e);
      } finally {
        inflater.end();
      }
      return out.toByteArray();
    }

    private static byte[] deflated(byte[] bytes) {
      Deflater deflater = new Deflater(6, true);
      deflater.setInput(bytes);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] part = new byte[1 << 14];
      int n;
      do {
        n = deflater.deflate(part, 0, part.length, Deflater.SYNC_FLUSH);
        out.write(part, 0, n);
      } while (n == part.length);
      deflater.end();
      byte[] all = out.toByteArray();
      return Arrays.copyOf(all, all.length - TAIL.length);
    }
  }
}
