package io.wsgauge.soak;

import io.wsgauge.testing.Deflate;
import io.wsgauge.testing.RawClient;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Inflater;

/** Long-lived connections whose messages must come back byte for byte. */
final class EchoPeers implements Load.Peer {
  private static final int CONNECTIONS = 50;
  private static final int ACTS_OF_A_LIFE = 1000;
  private static final int MOST_FRAGMENTS = 5;
  private static final int LARGEST_FRAGMENT = 60_000;

  private static final int FINAL = 0x80;
  private static final int RSV1 = 0x40;
  private static final int TEXT = 1;
  private static final int BINARY = 2;

  private final int port;
  private final Connection[] connections = new Connection[CONNECTIONS];

  EchoPeers(int port) {
    this.port = port;
  }

  @Override
  public void act(Random random) throws Exception {
    int one = random.nextInt(CONNECTIONS);
    if (connections[one] == null) {
      connections[one] = new Connection(port, random.nextBoolean());
    }
    try {
      connections[one].exchange(random);
    } catch (Exception | AssertionError e) {
      end(one);
      throw e;
    }
    if (random.nextInt(ACTS_OF_A_LIFE) == 0) {
      end(one);
    }
  }

  private void end(int one) {
    connections[one].client.close();
    connections[one].inflater.end();
    connections[one] = null;
  }

  @Override
  public void close() {
    for (int one = 0; one < CONNECTIONS; one++) {
      if (connections[one] != null) {
        end(one);
      }
    }
  }

  private static final class Connection {
    private final RawClient client;
    private final boolean deflates;
    private final Deflate deflate = new Deflate();
    private final Inflater inflater = new Inflater(true);

    Connection(int port, boolean deflates) {
      this.deflates = deflates;
      client = RawClient.connect(port);
      String offer = "Sec-WebSocket-Extensions: permessage-deflate\r\n";
      client.sendText(RawClient.upgradeRequest("/ws", deflates ? offer : ""));
      Soak.check(client.readHead().contains("permessage-deflate") == deflates, "upgrade");
    }

    void exchange(Random random) throws Exception {
      int first = random.nextBoolean() ? TEXT : BINARY;
      boolean compressed = deflates && random.nextBoolean();
      int fragments = 1 + random.nextInt(MOST_FRAGMENTS);
      ByteArrayOutputStream message = new ByteArrayOutputStream();
      for (int i = 1; i <= fragments; i++) {
        byte[] payload = first == TEXT ? text(random) : bytes(random);
        message.writeBytes(payload);
        boolean last = i == fragments;
        int firstByte = (last ? FINAL : 0) | (i > 1 ? 0 : compressed ? RSV1 | first : first);
        client.sendFrame(firstByte, compressed ? deflate.fragment(payload, last) : payload);
      }
      byte[] echo = client.readMessage(inflater);
      Soak.check(Arrays.equals(message.toByteArray(), echo), "another message came back");
      Soak.check(client.isOpen(), "a ping was not answered");
    }

    /** Of any size to the largest, small ones being as likely as large ones. */
    private static int size(Random random) {
      return random.nextInt(1 + random.nextInt(1 + random.nextInt(LARGEST_FRAGMENT)));
    }

    private static byte[] bytes(Random random) {
      byte[] bytes = new byte[size(random)];
      random.nextBytes(bytes);
      return bytes;
    }

    private static byte[] text(Random random) {
      int[] points = {'a', ' ', 'ü', '€', 0x1f680};
      StringBuilder text = new StringBuilder();
      for (int length = size(random) / 3; text.length() < length; ) {
        text.appendCodePoint(points[random.nextInt(points.length)]);
      }
      return text.toString().getBytes(StandardCharsets.UTF_8);
    }
  }
}
