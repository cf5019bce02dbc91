package io.wsgauge.soak;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;

/**
 * What hostile peers do: so many connections at a time, each of which sends the same bytes. Set up
 * once, by its methods, and only read from then on.
 */
final class Attack {
  /** What it takes of the answers. */
  enum Reads {
    ALL,
    /** 64 bytes a second. */
    SLOWLY,
    NOTHING
  }

  /** What a connection does when it has sent its bytes. */
  enum Ends {
    /** It stays open. */
    NEVER,
    FIN,
    /** Its half of TCP ends, and the answer is read or not. */
    HALF,
    RESET
  }

  private static final long MEBIBYTE = 1 << 20;

  final String name;

  /** A sentence for people. */
  final String what;

  /** Open at a time. */
  final int connections;

  /** Sent first. */
  final ByteBuf opening;

  /** Whether nothing more is sent before the answer 101; another answer ends the connection. */
  final boolean upgrade;

  /** Sent once, after the opening. */
  ByteBuf once = Unpooled.EMPTY_BUFFER;

  /** Sent again and again, after that. */
  ByteBuf block = Unpooled.EMPTY_BUFFER;

  /** Most bytes of blocks on one connection; the last block may exceed it. */
  long bytes = 1024 * MEBIBYTE;

  /** Between two blocks; 0 is as fast as TCP takes them. */
  long pauseMillis;

  Reads reads = Reads.ALL;
  Ends ends = Ends.NEVER;

  /** Most connections opened in a second. */
  int opens = 500;

  /** Targets that the service has beside itself, for answers that are large. */
  int targets;

  /** Whether the bytes are those of TCP, also where the service has TLS. */
  boolean raw;

  private Attack(String name, String what, int connections, byte[] opening, boolean upgrade) {
    this.name = name;
    this.what = what;
    this.connections = connections;
    this.opening = bytes(opening);
    this.upgrade = upgrade;
  }

  /** Of peers whose first bytes are a request, or anything else. */
  static Attack http(String name, String what, int connections, String opening) {
    return new Attack(name, what, connections, Hostile.text(opening), false);
  }

  /** Of bytes of TCP, whether the service has TLS or not. */
  static Attack tcp(String name, String what, int connections, byte[] opening) {
    Attack attack = new Attack(name, what, connections, opening, false);
    attack.raw = true;
    return attack;
  }

  /** Of peers that send nothing before their upgrade is answered. */
  static Attack webSocket(String name, String what, int connections, String path) {
    return new Attack(name, what, connections, Hostile.upgrade(path, ""), true);
  }

  /** As well, with permessage-deflate. */
  static Attack deflate(String name, String what, int connections, String path) {
    return new Attack(name, what, connections, Hostile.upgrade(path, Hostile.DEFLATE), true);
  }

  Attack once(byte[] sent) {
    once = bytes(sent);
    return this;
  }

  Attack block(byte[] sent) {
    block = bytes(sent);
    return this;
  }

  /** The bytes as often as 60 KB have room for them. */
  Attack flood(byte[] sent) {
    return block(Hostile.times(sent, Math.max(1, 60_000 / sent.length)));
  }

  Attack most(long most) {
    bytes = most;
    return this;
  }

  Attack pause(long millis) {
    pauseMillis = millis;
    return this;
  }

  Attack unread() {
    reads = Reads.NOTHING;
    return this;
  }

  Attack readSlowly() {
    reads = Reads.SLOWLY;
    return this;
  }

  Attack ends(Ends end) {
    ends = end;
    return this;
  }

  Attack opens(int perSecond) {
    opens = perSecond;
    return this;
  }

  Attack targets(int count) {
    targets = count;
    return this;
  }

  /** They are never freed, and none that a leak detector would miss. */
  private static ByteBuf bytes(byte[] bytes) {
    ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    return Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(direct));
  }
}
