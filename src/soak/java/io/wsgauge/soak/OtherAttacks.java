package io.wsgauge.soak;

import static io.wsgauge.soak.Hostile.BINARY;
import static io.wsgauge.soak.Hostile.FINAL;
import static io.wsgauge.soak.Hostile.frame;
import static io.wsgauge.soak.Hostile.hex;
import static io.wsgauge.soak.Hostile.message;
import static io.wsgauge.soak.Hostile.text;
import static io.wsgauge.soak.Hostile.times;

import io.wsgauge.soak.Attack.Ends;
import java.util.Arrays;
import java.util.List;

/** Attacks by scenarios, upgrades, TCP and TLS. */
final class OtherAttacks {
  private static final int ALL_PLACES = 250;
  private static final byte[] TINY = hex("81 81 00000000 61");
  private static final byte[] BIG = frame(FINAL | BINARY, new byte[65_536]);

  static final List<Attack> SCENARIOS =
      List.of(
          Attack.webSocket(
                  "memdelay", "1 MiB echoed after 30 s", ALL_PLACES, "/ws?reply=echo&delay=30s")
              .block(message(16, true))
              .most(8 << 20)
              .unread(),
          Attack.webSocket(
                  "delay-tiny", "tiny echoes after 30 s", ALL_PLACES, "/ws?reply=echo&delay=30s")
              .flood(TINY),
          Attack.webSocket(
                  "delay-jitter", "with a jitter", ALL_PLACES, "/ws?reply=echo&delay=1s&jitter=30s")
              .flood(TINY),
          Attack.webSocket(
                  "delay-empty", "empty echoes after 30 s", ALL_PLACES, "/ws?reply=echo&delay=30s")
              .flood(hex("82 80 00000000")),
          Attack.webSocket(
                  "delay-text",
                  "texts of 3 KB after 30 s",
                  ALL_PLACES,
                  "/ws?delay=30s&text=" + "a".repeat(3000))
              .flood(TINY),
          Attack.webSocket(
                  "push-unread", "pushes, unread", ALL_PLACES, "/ws?push=10ms&pushSize=10KiB")
              .unread(),
          Attack.webSocket(
              "push-huge", "pushes beyond what is allowed", 50, "/ws?push=10ms&pushSize=64KiB"),
          Attack.webSocket("push-read", "pushes, read", ALL_PLACES, "/ws?push=10ms&pushSize=1KiB"),
          Attack.webSocket(
                  "burst-unread", "bursts, unread", ALL_PLACES, "/ws?burst=1000&burstSize=1KiB")
              .unread(),
          Attack.webSocket(
                  "burst-again", "bursts, again and again", 50, "/ws?burst=1000&burstSize=1KiB")
              .pause(50)
              .ends(Ends.RESET),
          Attack.webSocket(
                  "burst-large",
                  "bursts of 16 of 64 KiB, unread",
                  ALL_PLACES,
                  "/ws?burst=16&burstSize=64KiB")
              .unread(),
          Attack.webSocket(
                  "scenario-pings", "pings each 10 ms, unread", ALL_PLACES, "/ws?ping=10ms")
              .unread(),
          Attack.webSocket(
                  "stop-reading", "floods of who is not read", ALL_PLACES, "/ws?stopReading=30s")
              .block(times(BIG, 10)),
          Attack.webSocket(
                  "fragment", "echoes in 1,000 fragments", 20, "/ws?reply=echo&fragment=1000")
              .block(times(BIG, 10)),
          Attack.webSocket(
                  "fragment-unread", "as well, unread", 100, "/ws?reply=echo&fragment=1000")
              .flood(TINY)
              .unread(),
          Attack.webSocket(
                  "fragment-delay",
                  "as well, after 10 s",
                  100,
                  "/ws?reply=echo&fragment=1000&delay=10s")
              .flood(TINY),
          Attack.webSocket(
                  "text-3k", "3 KB for each tiny message", 20, "/ws?text=" + "a".repeat(3000))
              .flood(TINY),
          Attack.webSocket("text-3k-unread", "as well, unread", 100, "/ws?text=" + "a".repeat(3000))
              .flood(TINY)
              .unread(),
          Attack.webSocket("info", "replies of what the server saw", 20, "/ws?reply=info")
              .flood(TINY),
          Attack.webSocket("count", "replies of counts", 20, "/ws?reply=count").flood(TINY),
          Attack.webSocket("reply-none", "messages without a reply", 20, "/ws?reply=none")
              .flood(TINY),
          Attack.webSocket(
                  "ignore-close", "closes that are not answered", ALL_PLACES, "/ws?ignoreClose=yes")
              .once(hex("88 82 00000000 03e8")),
          Attack.webSocket(
                  "close-at-once",
                  "closed right after the upgrade",
                  100,
                  "/ws?closeAfterMessages=0")
              .ends(Ends.FIN)
              .opens(1000),
          Attack.webSocket(
                  "drop-at-once",
                  "reset right after the upgrade",
                  100,
                  "/ws?dropAfterMessages=0&drop=rst")
              .opens(1000));

  static final List<Attack> UPGRADES =
      List.of(
          Attack.webSocket("idle-all", "all places taken and not used", ALL_PLACES, "/ws"),
          Attack.webSocket("idle-more", "more than there are", 1000, "/ws").opens(1000),
          Attack.webSocket(
              "upgrade-delay", "upgrades answered after 30 s", 500, "/ws?handshakeDelay=30s"),
          Attack.webSocket("upgrade-reset", "upgrades and resets", 100, "/ws")
              .ends(Ends.RESET)
              .opens(2000),
          upgrade("upgrade-wrong-key", "keys that are wrong", "/ws", "Sec-WebSocket-Key: a\r\n"),
          upgrade(
              "upgrade-origin",
              "long origins",
              "/ws",
              "Origin: http://" + "a".repeat(7000) + "\r\n"),
          upgrade("upgrade-404", "another path", "/nope", ""),
          upgrade("upgrade-status", "refused by the scenario", "/ws?status=503&retryAfter=1", ""),
          upgrade("upgrade-query", "queries that are wrong", "/ws?" + "a=b&".repeat(900), ""),
          upgrade("upgrade-query-4k", "queries of 4 KB", "/ws?text=" + "%e2%82%ac".repeat(440), ""),
          upgrade(
              "upgrade-extensions",
              "8 KB of extensions",
              "/ws",
              "Sec-WebSocket-Extensions: " + "permessage-deflate;a=1,".repeat(330) + "x\r\n"),
          upgrade(
              "upgrade-parameters",
              "8 KB of parameters",
              "/ws",
              "Sec-WebSocket-Extensions: permessage-deflate" + ";a".repeat(3800) + "\r\n"),
          upgrade(
              "upgrade-quoted",
              "a quoted value of 7 KB",
              "/ws",
              "Sec-WebSocket-Extensions: permessage-deflate;a=\"" + "\\a".repeat(3500) + "\"\r\n"),
          upgrade(
              "upgrade-subprotocols",
              "8 KB of subprotocols",
              "/ws",
              "Sec-WebSocket-Protocol: " + "a,".repeat(3800) + "b\r\n"),
          Attack.webSocket(
              "query-kept", "queries of 4 KB, kept", ALL_PLACES, "/ws?text=" + "a".repeat(3900)));

  static final List<Attack> TCP =
      List.of(
          Attack.tcp("tcp-fin", "connections that end at once", 200, new byte[0])
              .ends(Ends.FIN)
              .opens(3000),
          Attack.tcp("tcp-reset", "connections that are reset at once", 200, new byte[0])
              .ends(Ends.RESET)
              .opens(3000),
          Attack.tcp("tcp-half", "connections whose half ends", 1000, new byte[0])
              .ends(Ends.HALF)
              .unread()
              .opens(1000),
          Attack.tcp("tcp-idle", "connections and nothing else", 4000, new byte[0]).opens(2000));

  static final List<Attack> TLS =
      List.of(
          Attack.tcp("tls-hellos", "ClientHellos", 3000, Hostile.clientHello()).opens(3000),
          Attack.tcp("tls-hellos-reset", "ClientHellos and resets", 500, Hostile.clientHello())
              .ends(Ends.RESET)
              .opens(2000),
          Attack.tcp(
                  "tls-hellos-unread", "ClientHellos, no answer read", 3000, Hostile.clientHello())
              .unread()
              .opens(3000),
          Attack.tcp(
                  "tls-half", "half a ClientHello", 3000, Arrays.copyOf(Hostile.clientHello(), 40))
              .opens(3000),
          Attack.tcp("tls-record", "the head of a record of 16 KB", 3000, hex("16 0301 4000"))
              .opens(3000),
          Attack.tcp(
                  "tls-bytes",
                  "a record of 16 KB, a byte at a time",
                  1000,
                  hex("16 0301 4000 01 003ffc"))
              .block(text("a"))
              .pause(100),
          Attack.tcp("tls-plain", "HTTP where TLS is", 100, text(Hostile.get("/"))).opens(1000),
          Attack.tcp("tls-garbage", "what is no TLS", 50, new byte[0]).flood(text("garbage")),
          Attack.tcp("tls-alerts", "alerts", 50, new byte[0]).flood(hex("15 0303 0002 0100")),
          Attack.http("tls-handshakes", "whole handshakes, and the end", 100, "")
              .ends(Ends.FIN)
              .opens(1000));

  private OtherAttacks() {}

  private static Attack upgrade(String name, String what, String path, String more) {
    return Attack.http(name, what, 50, "").flood(Hostile.upgrade(path, more));
  }
}
