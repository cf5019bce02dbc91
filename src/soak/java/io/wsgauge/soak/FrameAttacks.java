package io.wsgauge.soak;

import static io.wsgauge.soak.Hostile.BINARY;
import static io.wsgauge.soak.Hostile.FINAL;
import static io.wsgauge.soak.Hostile.RSV1;
import static io.wsgauge.soak.Hostile.TEXT;
import static io.wsgauge.soak.Hostile.bomb;
import static io.wsgauge.soak.Hostile.frame;
import static io.wsgauge.soak.Hostile.hex;
import static io.wsgauge.soak.Hostile.join;
import static io.wsgauge.soak.Hostile.message;
import static io.wsgauge.soak.Hostile.text;
import static io.wsgauge.soak.Hostile.times;

import io.wsgauge.soak.Attack.Ends;
import io.wsgauge.testing.Deflate;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Attacks by frames, plain and deflated. */
final class FrameAttacks {
  private static final String WS = "/ws";
  private static final String ECHO = "/ws?reply=echo";
  private static final int ALL_PLACES = 250;

  private static final byte[] TINY = hex("81 81 00000000 61");
  private static final byte[] EMPTY_FRAGMENT = hex("00 80 00000000");
  private static final byte[] TINY_FRAGMENT = hex("00 81 00000000 61");
  private static final byte[] PING = hex("89 84 00000000 61626364");
  private static final byte[] PONG = hex("8a 80 00000000");
  private static final byte[] CLOSE = hex("88 82 00000000 03e8");
  private static final byte[] BIG = frame(FINAL | BINARY, new byte[65_536]);
  private static final byte[] BOMB = frame(FINAL | RSV1 | BINARY, bomb(1 << 20));
  private static final byte[] TOO_LARGE = frame(FINAL | RSV1 | BINARY, bomb((1 << 20) + 1000));
  private static final byte[] MIB = message(16, true);

  static final List<Attack> PLAIN =
      List.of(
          Attack.webSocket("ping", "pings", 20, WS).flood(PING),
          Attack.webSocket("ping-unread", "pings, no pong read", 20, WS).flood(PING).unread(),
          Attack.webSocket("pong", "pongs that nobody asked for", 20, WS).flood(PONG),
          Attack.webSocket("tiny", "messages of a byte", 20, WS).flood(TINY),
          Attack.webSocket("tiny-unread", "as well, no reply read", 20, WS).flood(TINY).unread(),
          Attack.webSocket("tiny-200", "from 200 connections", 200, WS).flood(TINY),
          Attack.webSocket("frag", "messages in fragments of a byte", 20, WS)
              .block(
                  join(hex("01 80 00000000"), times(TINY_FRAGMENT, 8000), hex("80 80 00000000"))),
          Attack.webSocket("frag-echo", "as well, echoed and not read", 20, ECHO)
              .block(join(hex("01 80 00000000"), times(TINY_FRAGMENT, 8000), hex("80 80 00000000")))
              .unread(),
          Attack.webSocket("empty", "messages in empty fragments", 20, WS)
              .block(
                  join(
                      hex("01 80 00000000"), times(EMPTY_FRAGMENT, 10_000), hex("80 80 00000000"))),
          Attack.webSocket("empty-endless", "one message of empty fragments", 20, WS)
              .once(hex("01 80 00000000"))
              .flood(EMPTY_FRAGMENT),
          Attack.webSocket("big", "frames of 64 KiB", 20, WS).block(times(BIG, 10)),
          Attack.webSocket("big-unread", "as well, no reply read", 20, WS)
              .block(times(BIG, 10))
              .unread(),
          Attack.webSocket("big-echo", "frames of 64 KiB echoed", 20, ECHO).block(times(BIG, 10)),
          Attack.webSocket("big-echo-unread", "as well, unread", ALL_PLACES, ECHO)
              .block(times(BIG, 10))
              .unread(),
          Attack.webSocket("mib-echo-unread", "messages of 1 MiB echoed, unread", ALL_PLACES, ECHO)
              .block(MIB)
              .unread(),
          Attack.webSocket("mib-echo-text", "as text, unread", ALL_PLACES, ECHO + "&as=text")
              .block(MIB)
              .unread(),
          Attack.webSocket(
                  "memhold", "unfinished messages of 960 KiB", ALL_PLACES, "/ws?reply=count")
              .once(message(16, false)),
          Attack.webSocket("memhold-echo", "as well, to be echoed", ALL_PLACES, ECHO)
              .once(message(16, false)),
          Attack.webSocket("memhold-text", "as well, to be a text", ALL_PLACES, ECHO + "&as=text")
              .once(message(16, false)),
          Attack.webSocket(
                  "memhold-tiny",
                  "unfinished messages of tiny fragments",
                  ALL_PLACES,
                  "/ws?reply=count")
              .once(hex("01 80 00000000"))
              .flood(TINY_FRAGMENT)
              .most(250_000 * 7),
          Attack.webSocket("memhold-tiny-echo", "as well, to be echoed", ALL_PLACES, ECHO)
              .once(hex("01 80 00000000"))
              .flood(TINY_FRAGMENT)
              .most(250_000 * 7),
          Attack.webSocket(
                  "memhold-empty",
                  "unfinished messages of empty fragments",
                  ALL_PLACES,
                  ECHO + "&delay=1s")
              .once(hex("01 80 00000000"))
              .flood(EMPTY_FRAGMENT)
              .most(250_000 * 6),
          Attack.webSocket("half-frame", "frames that lack their last byte", ALL_PLACES, WS)
              .once(Arrays.copyOf(BIG, BIG.length - 1)),
          Attack.webSocket("frame-bytes", "a frame, a byte at a time", ALL_PLACES, WS)
              .once(hex("82 fe ffff 00000000"))
              .block(text("a"))
              .pause(10),
          Attack.webSocket("wrong-frames", "frames that break the protocol", 50, WS)
              .once(hex("ff 80 00000000"))
              .opens(500),
          Attack.webSocket("not-utf8", "texts that break at their end", 20, WS)
              .once(frame(FINAL | TEXT, join(text("é".repeat(30_000)), hex("ff"))))
              .opens(500),
          Attack.webSocket("close-stays", "peers that close and stay", ALL_PLACES, WS)
              .once(CLOSE)
              .unread(),
          Attack.webSocket("close-more", "peers that close and go on sending", 50, WS)
              .once(CLOSE)
              .block(times(BIG, 10))
              .unread(),
          Attack.webSocket(
                  "close-ignored",
                  "peers that ignore the close",
                  ALL_PLACES,
                  "/ws?closeAfterMessages=0")
              .unread(),
          Attack.webSocket(
                  "close-flooded",
                  "peers that flood after the close",
                  50,
                  "/ws?closeAfterMessages=0")
              .block(times(BIG, 10)));

  static final List<Attack> DEFLATED =
      List.of(
          Attack.deflate("bomb-5", "five that send 1 KB for 1 MiB", 5, WS).flood(BOMB),
          Attack.deflate("bomb", "twenty of them", 20, WS).flood(BOMB),
          Attack.deflate("bomb-200", "200 of them", 200, WS).flood(BOMB),
          Attack.deflate("bomb-echo", "echoed", 20, ECHO).flood(BOMB),
          Attack.deflate("bomb-echo-unread", "echoed and not read", 100, ECHO).flood(BOMB).unread(),
          Attack.deflate("bomb-count", "counted, as whole messages", 20, "/ws?reply=count")
              .flood(BOMB),
          Attack.deflate("bomb-text", "as texts", 20, WS)
              .flood(frame(FINAL | RSV1 | TEXT, bomb(1 << 20))),
          Attack.deflate("bomb-fragments", "in fragments of a byte", 20, WS)
              .block(times(inFragments(bomb(1 << 20)), 5)),
          Attack.deflate("bomb-too-large", "beyond the limit, again and again", 50, WS)
              .once(TOO_LARGE),
          Attack.deflate("bomb-quarter", "of 256 KiB", 50, WS)
              .flood(frame(FINAL | RSV1 | BINARY, bomb(1 << 18))),
          Attack.deflate(
                  "bomb-unfinished", "unfinished, of almost 1 MiB", ALL_PLACES, "/ws?reply=count")
              .once(frame(RSV1 | BINARY, bomb((1 << 20) - 100))),
          Attack.deflate("bomb-unfinished-echo", "as well, to be echoed", ALL_PLACES, ECHO)
              .once(frame(RSV1 | BINARY, bomb((1 << 20) - 100))),
          Attack.deflate("bomb-delayed", "echoed after 30 s", ALL_PLACES, ECHO + "&delay=30s")
              .flood(BOMB)
              .unread()
              .most(100_000),
          Attack.deflate("ctx", "tiny deflated messages", 20, WS).flood(hex("c2 81 00000000 00")),
          Attack.deflate("ctx-200", "from 200 connections", 200, WS)
              .flood(hex("c2 81 00000000 00")),
          Attack.deflate("ctx-echo-unread", "echoed and not read", 100, ECHO)
              .flood(hex("c2 81 00000000 00"))
              .unread(),
          Attack.deflate("finblk", "final blocks that are empty", 20, WS)
              .block(times(frame(FINAL | RSV1 | BINARY, times(hex("0300"), 32_767)), 9)),
          Attack.deflate("stored-blocks", "stored blocks that are empty", 20, WS)
              .block(times(frame(FINAL | RSV1 | BINARY, times(hex("00 0000 ffff"), 13_000)), 9)),
          Attack.deflate("deflate-random", "what hardly deflates, echoed", 20, ECHO)
              .block(times(frame(FINAL | RSV1 | BINARY, deflated(random(60_000))), 9)),
          Attack.deflate("deflate-windows", "windows filled and kept", ALL_PLACES, ECHO)
              .once(frame(FINAL | RSV1 | BINARY, deflated(random(40_000)))),
          Attack.deflate("deflate-broken", "what does not inflate", 50, WS)
              .once(frame(FINAL | RSV1 | BINARY, hex("ffffffff"))),
          Attack.deflate("deflate-reset", "bombs whose peer resets", 50, ECHO)
              .once(times(BOMB, 10))
              .ends(Ends.RESET));

  private FrameAttacks() {}

  private static byte[] inFragments(byte[] message) {
    byte[][] frames = new byte[message.length][];
    for (int i = 0; i < message.length; i++) {
      int first = i == 0 ? RSV1 | BINARY : i == message.length - 1 ? FINAL : 0;
      frames[i] = frame(first, new byte[] {message[i]});
    }
    return join(frames);
  }

  private static byte[] deflated(byte[] message) {
    return Deflate.compress(message);
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(1).nextBytes(bytes);
    return bytes;
  }
}
