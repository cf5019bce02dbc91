package io.wsgauge.soak;

import io.wsgauge.testing.Deflate;
import io.wsgauge.testing.RawClient;
import io.wsgauge.testing.RawClient.Frame;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.function.Consumer;

/** Peers that come and go, well-behaved and not. */
final class Peers {
  private static final String PATH = "/ws";
  private static final int PING = 0x89;
  private static final int PONG = 10;
  private static final int CLOSE = 8;
  private static final String MASK = "00000000 ";
  private static final byte[] BOMB = Deflate.compress(new byte[Soak.MAX_MESSAGE_SIZE + 1]);

  /** What breaks a rule, and the code with which it must be closed. */
  private record Bad(int code, String name, Consumer<RawClient> frames) {
    Bad(int code, String hex) {
      this(code, hex, client -> client.sendHex(hex));
    }
  }

  private static final List<Bad> BAD =
      List.of(
          new Bad(1002, "a1 80" + MASK), // a reserved bit
          new Bad(1002, "83 80" + MASK), // a reserved opcode
          new Bad(1002, "8b 80" + MASK), // of a control frame
          new Bad(1002, "81 02 6869"), // not masked
          new Bad(1002, "80 80" + MASK), // a continuation of nothing
          new Bad(1002, "01 80" + MASK + "81 80" + MASK), // a message within another
          new Bad(1002, "09 80" + MASK), // a ping in fragments
          new Bad(1002, "89 fe 007e" + MASK), // one of 126 bytes
          new Bad(1002, "81 fe 0005" + MASK), // a length not in its shortest form
          new Bad(1002, "82 ff 8000000000000000" + MASK), // a negative one
          new Bad(1002, "88 81" + MASK + "03"), // half a close code
          new Bad(1002, "88 82" + MASK + "03ed"), // one that must not be sent
          new Bad(1007, "81 81" + MASK + "ff"), // not UTF-8
          new Bad(1007, "01 81" + MASK + "c3 80 80" + MASK), // half a character
          new Bad(1007, "c1 83" + MASK + "ffffff"), // does not inflate
          new Bad(1008, "02 80" + MASK + ("00 80" + MASK).repeat(Soak.MAX_FRAGMENTS)),
          new Bad(1009, "82 ff 0000000000010001" + MASK), // a frame too large
          new Bad(1009, "a bomb", client -> client.sendFrame(0xc2, BOMB)));

  private Peers() {}

  private static RawClient upgradedWithDeflate(int port) {
    RawClient client = RawClient.connect(port);
    client.sendText(
        RawClient.upgradeRequest(PATH, "Sec-WebSocket-Extensions: permessage-deflate\r\n"));
    Soak.check(client.readHead().startsWith("HTTP/1.1 101 "), "not upgraded");
    return client;
  }

  static Load.Peer orderly(int port) {
    return random -> {
      try (RawClient client = RawClient.upgraded(port, PATH)) {
        client.sendHex("88 82" + MASK + "03e8");
        Soak.check(client.readFrame().closeCode() == 1000, "another close code");
        Soak.check(client.readsEnd(), "no end after the close");
      }
    };
  }

  static Load.Peer bad(int port) {
    return random -> {
      Bad bad = BAD.get(random.nextInt(BAD.size()));
      try (RawClient client = upgradedWithDeflate(port)) {
        bad.frames().accept(client);
        Frame frame = client.readFrame();
        while (frame.opcode() != CLOSE) { // the echo of what came before
          frame = client.readFrame();
        }
        Soak.check(frame.closeCode() == bad.code(), "closed with " + frame.closeCode());
        Soak.check(client.readsEnd(), "no end after the close");
      } catch (UncheckedIOException | AssertionError e) {
        throw new AssertionError(bad.name(), e);
      }
    };
  }

  static Load.Peer resets(int port) {
    List<String> before =
        List.of(
            "",
            "81 fe 1000" + MASK + "616263",
            "01 81" + MASK + "61",
            "88 82" + MASK + "03e8",
            ("82 fd" + MASK + "00".repeat(125)).repeat(50));
    return random -> {
      RawClient client = RawClient.upgraded(port, PATH);
      client.sendHex(before.get(random.nextInt(before.size())));
      client.reset();
    };
  }

  /** Some end in order, some do not. */
  static Load.Peer halfHandshakes(int port) {
    return random -> {
      String head = RawClient.upgradeRequest(PATH, "");
      RawClient client = RawClient.connect(port);
      client.sendText(head.substring(0, random.nextInt(head.length() + 1)));
      if (random.nextBoolean()) {
        client.reset();
      } else {
        client.close();
      }
    };
  }

  /** Of those that are waiting, each sends a byte at a time; the oldest must have been refused. */
  static Load.Peer slowHeads(int port) {
    return new Waiting(30) {
      @Override
      RawClient open(Random random) {
        RawClient client = RawClient.connect(port);
        client.sendText("GET /ws HTTP/1.1\r\nX: ");
        return client;
      }

      @Override
      void end(RawClient oldest) {
        Soak.check(oldest.readHead().startsWith("HTTP/1.1 408 "), "another answer");
      }
    };
  }

  /** They send what they do not read the echo of, and wait to be cut. */
  static Load.Peer stoppedReaders(int port) {
    return new Waiting(2) {
      @Override
      RawClient open(Random random) throws InterruptedException {
        RawClient client = RawClient.upgraded(port, PATH);
        client.sendUntilBlocked(0x82, new byte[65_536]);
        return client;
      }

      @Override
      void end(RawClient oldest) {}
    };
  }

  static Load.Peer pingFloods(int port) {
    return random -> {
      int pings = 2000;
      try (RawClient client = RawClient.upgraded(port, PATH)) {
        client.sendFrames(pings, PING, new byte[random.nextInt(126)]);
        client.sendHex("81 82" + MASK + "6869");
        Frame frame = client.readFrame();
        while (frame.opcode() == PONG) {
          frame = client.readFrame();
        }
        Soak.check(frame.text().equals("hi"), "another message came back");
      }
    };
  }

  static Load.Peer refused(int port) {
    return random -> {
      try (RawClient client = RawClient.connect(port)) {
        client.sendText(RawClient.upgradeRequest("/elsewhere", ""));
        String head = client.readHead();
        Soak.check(head.startsWith("HTTP/1.1 404 "), "another answer");
        client.readBody(head);
        client.sendText("GET /health/ready HTTP/1.1\r\nHost: localhost\r\n\r\n");
        Soak.check(client.readHead().startsWith("HTTP/1.1 200 "), "not ready");
      }
    };
  }

  /** So many at a time, the oldest making room for a new one. */
  private abstract static class Waiting implements Load.Peer {
    private final int most;
    private final Queue<RawClient> clients = new ArrayDeque<>();

    Waiting(int most) {
      this.most = most;
    }

    abstract RawClient open(Random random) throws Exception;

    abstract void end(RawClient oldest);

    @Override
    public final void act(Random random) throws Exception {
      clients.add(open(random));
      if (clients.size() > most) {
        try (RawClient oldest = clients.remove()) {
          end(oldest);
        }
      }
    }

    @Override
    public final void close() {
      clients.forEach(RawClient::close);
    }
  }
}
