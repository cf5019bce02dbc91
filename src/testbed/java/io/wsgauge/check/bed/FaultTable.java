package io.wsgauge.check.bed;

import static io.wsgauge.check.bed.Planted.on;

import io.wsgauge.check.bed.EndFaults.Then;
import io.wsgauge.testing.RawServer.Peer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** All that is planted, a line each. */
final class FaultTable {
  private static final Set<Way> UP = EnumSet.of(Way.UP);
  private static final Set<Way> DOWN = EnumSet.of(Way.DOWN);
  private static final Set<Way> BOTH = EnumSet.allOf(Way.class);

  private static final String C2S = "client-to-server";
  private static final String S2C = "server-to-client";
  private static final String EITHER = "both";
  private static final String REQUEST = "request";
  private static final String RESPONSE = "response";
  private static final String DEFLATE = "permessage-deflate";

  private FaultTable() {}

  private static Duration ms(int millis) {
    return Duration.ofMillis(millis);
  }

  static List<Planted> healthy() {
    return List.of(
        on("nothing before the server"),
        on("a proxy that passes bytes", Fault::new),
        on("two of them", Fault::new, Fault::new),
        on("75 ms each way", StreamFaults.delay(BOTH, 0.075, 0), HandshakeFaults.slow(ms(150))),
        on("a backend that takes 300 ms to upgrade", HandshakeFaults.slow(ms(300))),
        on("a gateway", Gateways.of(new Gateways.Kind(false, false, 65536, false))),
        on("a gateway that compresses", Gateways.of(new Gateways.Kind(true, false, 65536, false))),
        on(
            "a gateway that answers first",
            Gateways.of(new Gateways.Kind(false, true, 65536, false))),
        on("a gateway of small frames", Gateways.of(new Gateways.Kind(false, false, 1000, false))),
        on(
            "headers added",
            HandshakeFaults.request(
                h -> h.with("Via", "1.1 p").with("X-Forwarded-For", "10.0.0.1"))),
        on("silence", Fault::new).watched(4));
  }

  static List<Planted> faults() {
    return Stream.of(handshakes(), backends(), limits(), streams(), ends(), times(), stacked())
        .flatMap(List::stream)
        .toList();
  }

  private static Planted notForwarded(String name, String answer, String status) {
    return on(name, HandshakeFaults.refusing(head -> true, answer))
        .finds("upgrade-not-forwarded", REQUEST, "status", status);
  }

  private static List<Planted> handshakes() {
    return List.of(
        on(
                "Upgrade not forwarded",
                HandshakeFaults.request(h -> h.without("Upgrade").with("Connection", "close")))
            .finds("upgrade-not-forwarded", REQUEST),
        on("Connection: close", HandshakeFaults.request(h -> h.with("Connection", "close")))
            .finds("upgrade-not-forwarded", REQUEST),
        notForwarded("a page", Head.answer("200 OK", "<p>hello</p>"), "200"),
        notForwarded(
            "a page of a cache", Head.answer("200 OK", "<p>hello</p>", "Age: 12"), "cached-200"),
        notForwarded("400", Head.answer("400 Bad Request", "no"), "400"),
        notForwarded("426", Head.answer("426 Upgrade Required", "no"), "426"),
        on(
                "HTTP/1.0 to the server",
                HandshakeFaults.request(h -> h.withLine("GET " + h.target() + " HTTP/1.0")))
            .finds("http10-upstream", REQUEST),
        on(
                "another path",
                HandshakeFaults.request(h -> h.withTarget(h.target().replace("/ws", "/other"))))
            .finds("path-rewritten", REQUEST, "seen", "/other"),
        on(
                "a prefix taken off",
                HandshakeFaults.request(h -> h.withTarget(h.target().replace("/app/ws", "/ws"))))
            .at("/app/ws")
            .finds("path-rewritten", REQUEST, "seen", "/ws"),
        on(
                "the query dropped",
                HandshakeFaults.request(h -> h.withTarget(h.target().split("[?]", 2)[0])))
            .finds("query-dropped", REQUEST),
        on("another host", HandshakeFaults.request(h -> h.with("Host", "backend:8080")))
            .finds("host-rewritten", REQUEST, "seen", "backend"),
        on("no User-Agent", HandshakeFaults.request(h -> h.without("User-Agent")))
            .finds("header-removed", REQUEST, "names", "User-Agent"),
        on("no Accept-Language", HandshakeFaults.request(h -> h.without("Accept-Language")))
            .finds("header-removed", REQUEST, "names", "Accept-Language"),
        on("a header of one's own", HandshakeFaults.request(h -> h.without("X-Tenant")))
            .with("-H", "X-Tenant: a")
            .finds("header-removed", REQUEST, "names", "X-Tenant"),
        on("no Origin", HandshakeFaults.request(h -> h.without("Origin")))
            .finds("header-removed", REQUEST, "names", "Origin"),
        on("no Cookie", HandshakeFaults.request(h -> h.without("Cookie")))
            .finds("header-removed", REQUEST, "names", "Cookie"),
        on("another User-Agent", HandshakeFaults.request(h -> h.with("User-Agent", "proxy/1")))
            .finds("header-changed", REQUEST, "names", "User-Agent"),
        on("the key removed", HandshakeFaults.request(h -> h.without("Sec-WebSocket-Key")))
            .finds("header-removed", REQUEST, "names", "Sec-WebSocket-Key"),
        on("another version", HandshakeFaults.request(h -> h.with("Sec-WebSocket-Version", "8")))
            .finds("header-changed", REQUEST, "names", "Sec-WebSocket-Version"),
        on(
                "to https",
                HandshakeFaults.refusing(
                    h -> true,
                    Head.answer("301 Moved Permanently", "", "Location: https://127.0.0.1/ws")))
            .finds("redirect", null, "to", "https"),
        on(
                "to a slash",
                HandshakeFaults.refusing(
                    h -> true, Head.answer("308 Permanent Redirect", "", "Location: /ws/")))
            .finds("redirect", null, "to", "slash"),
        on(
                "to a login page",
                HandshakeFaults.refusing(
                    h -> true, Head.answer("302 Found", "", "Location: https://login.example/")))
            .finds("redirect", null, "to", "https://login.example/"),
        on("401", HandshakeFaults.refusing(h -> true, Head.answer("401 Unauthorized", "")))
            .finds("auth-required", null, "status", 401, 401),
        on("403", HandshakeFaults.refusing(h -> true, Head.answer("403 Forbidden", "")))
            .finds("auth-required", null, "status", 403, 403),
        on(
                "any Origin refused",
                HandshakeFaults.refusing(
                    h -> !h.get("Origin").isEmpty(), Head.answer("403 Forbidden", "")))
            .finds("origin-refused", null, "origin", "same-host"),
        on(
                "a foreign Origin refused",
                HandshakeFaults.refusing(
                    h -> h.get("Origin").contains("invalid"), Head.answer("403 Forbidden", "")))
            .finds("origin-refused", null, "origin", "foreign"),
        on(
                "no User-Agent refused",
                HandshakeFaults.refusing(
                    h -> h.get("User-Agent").isEmpty(), Head.answer("403 Forbidden", "")))
            .finds("user-agent-refused", null, "status", 403),
        on(
                "tools refused",
                HandshakeFaults.refusing(
                    h -> h.get("User-Agent").startsWith("curl"), Head.answer("403 Forbidden", "")))
            .finds("user-agent-refused", null, "status", 403),
        on(
                "keep-alive, Upgrade refused",
                HandshakeFaults.refusing(
                    h -> h.get("Connection").startsWith("keep-alive,"),
                    Head.answer("400 Bad Request", "")))
            .finds("connection-form-refused", null, "status", 400),
        on(
                "a wrong accept",
                HandshakeFaults.response(
                    h -> h.with("Sec-WebSocket-Accept", Peer.accept("another"))))
            .finds("bad-accept-key", RESPONSE),
        on("no accept", HandshakeFaults.response(h -> h.without("Sec-WebSocket-Accept")))
            .finds("bad-accept-key", RESPONSE),
        on(
                "compression stripped from the request",
                HandshakeFaults.request(h -> h.without("Sec-WebSocket-Extensions")))
            .finds("compression-stripped", REQUEST),
        on(
                "compression stripped from the answer",
                HandshakeFaults.response(h -> h.without("Sec-WebSocket-Extensions")))
            .finds("compression-stripped", RESPONSE),
        on(
                "compression stripped from both",
                HandshakeFaults.both(
                    h -> h.without("Sec-WebSocket-Extensions"),
                    h -> h.without("Sec-WebSocket-Extensions")))
            .finds("compression-stripped", REQUEST),
        on(
                "compression forged",
                HandshakeFaults.both(
                    h -> h.without("Sec-WebSocket-Extensions"),
                    h -> h.with("Sec-WebSocket-Extensions", DEFLATE)))
            .finds("compression-forged", RESPONSE),
        on(
                "compression claimed where it was offered",
                () ->
                    new Fault() {
                      @Override
                      void request(Link link, Head head) {
                        link.forward(head.without("Sec-WebSocket-Extensions"));
                      }

                      @Override
                      void response(Link link, Head head) {
                        boolean offered = !link.request().get("Sec-WebSocket-Extensions").isEmpty();
                        link.answer(
                            offered ? head.with("Sec-WebSocket-Extensions", DEFLATE) : head);
                      }
                    })
            .finds("compression-forged", RESPONSE),
        on(
                "the subprotocol stripped from the request",
                HandshakeFaults.request(h -> h.without("Sec-WebSocket-Protocol")))
            .finds("subprotocol-stripped", REQUEST),
        on(
                "the subprotocol stripped from the answer",
                HandshakeFaults.response(h -> h.without("Sec-WebSocket-Protocol")))
            .finds("subprotocol-stripped", RESPONSE),
        on(
                "the subprotocol stripped from both",
                HandshakeFaults.both(
                    h -> h.without("Sec-WebSocket-Protocol"),
                    h -> h.without("Sec-WebSocket-Protocol")))
            .finds("subprotocol-stripped", REQUEST),
        on(
                "a subprotocol claimed",
                HandshakeFaults.response(h -> h.with("Sec-WebSocket-Protocol", "forged")))
            .finds("subprotocol-changed", RESPONSE),
        on(
                "a subprotocol claimed where one was offered",
                () ->
                    new Fault() {
                      @Override
                      void response(Link link, Head head) {
                        boolean offered = !link.request().get("Sec-WebSocket-Protocol").isEmpty();
                        link.answer(offered ? head.with("Sec-WebSocket-Protocol", "forged") : head);
                      }
                    })
            .finds("subprotocol-changed", RESPONSE),
        on(
                "another subprotocol offered",
                HandshakeFaults.request(
                    h ->
                        h.get("Sec-WebSocket-Protocol").isEmpty()
                            ? h
                            : h.with("Sec-WebSocket-Protocol", "other")))
            .finds("subprotocol-changed", REQUEST),
        on("the 101 without Upgrade", HandshakeFaults.response(h -> h.without("Upgrade")))
            .finds("header-removed", RESPONSE, "names", "Upgrade"));
  }

  private static List<Planted> backends() {
    return List.of(
        on("502", HandshakeFaults.refusing(h -> true, Head.answer("502 Bad Gateway", "<h1>502")))
            .finds("no-backend", null, "status", 502),
        on("503", HandshakeFaults.refusing(h -> true, Head.answer("503 Unavailable", "<h1>503")))
            .finds("no-backend", null, "status", 503),
        on("the connection ended", HandshakeFaults.closing(ms(1)))
            .finds("no-backend", null, "status", "closed"),
        on(
                "504 after 2 s",
                HandshakeFaults.refusingAfter(ms(2000), Head.answer("504 Timeout", "<h1>504")))
            .finds("backend-timeout", null, "seconds", 2),
        on("ended after 1.5 s", HandshakeFaults.closing(ms(1500)))
            .finds("backend-timeout", null, "seconds", 1.5),
        on("no answer", HandshakeFaults.mute()).with("--horizon", "3s").finds("backend-timeout"),
        on("one of two is down", HandshakeFaults.oneDead(2))
            .finds("unreliable", null, "oneIn", 1.8, 2.2),
        on("one of three is down", HandshakeFaults.oneDead(3))
            .finds("unreliable", null, "oneIn", 2.7, 3.3),
        on(
                "a gateway that answers first, without a server",
                Gateways.of(new Gateways.Kind(false, true, 65536, true)))
            .finds("no-backend", null, "status", "1011"),
        on("a gateway that answers first, one of two down", Gateways.oneDead(2))
            .finds("unreliable", null, "oneIn", 1.8, 2.2),
        on(
                "a gateway that answers first, and asks without the query",
                Gateways.of(new Gateways.Kind(false, true, 65536, false)),
                HandshakeFaults.request(h -> h.withTarget(h.target().split("[?]", 2)[0])))
            .finds("query-dropped", REQUEST));
  }

  private static List<Planted> limits() {
    return List.of(
        on("4 connections", HandshakeFaults.connections(4, Head.answer("503 Unavailable", "full")))
            .finds("connection-limit", null, "held", 4, 4),
        on("10 connections, one more is ended", EndFaults.tooMany(10, 1013))
            .finds("connection-limit", null, "held", 10, 10),
        on("10 connections", HandshakeFaults.connections(10, Head.answer("429 Too Many", "full")))
            .finds("connection-limit", null, "held", 10, 10),
        on("5 a second", HandshakeFaults.rate(10, 5, "Retry-After: 1")).finds("rate-limit", null),
        on("10 a second without Retry-After", HandshakeFaults.rate(20, 10))
            .finds("rate-limit", null),
        on("2 a second", HandshakeFaults.rate(4, 2, "Retry-After: 1")).finds("rate-limit", null));
  }

  private static List<Planted> streams() {
    return List.of(
        on("cut after 5 messages", StreamFaults.cutAfterMessages(UP, 5))
            .finds("cut-after-messages", C2S, "count", 5, 5),
        on("cut after 30 messages", StreamFaults.cutAfterMessages(UP, 30))
            .finds("cut-after-messages", C2S, "count", 30, 30),
        on("cut after 100 messages", StreamFaults.cutAfterMessages(UP, 100))
            .finds("cut-after-messages", C2S, "count", 100, 100),
        on("cut after 700 messages", StreamFaults.cutAfterMessages(UP, 700))
            .finds("cut-after-messages", C2S, "count", 700, 700),
        on("cut after 25 of the server", StreamFaults.cutAfterMessages(DOWN, 25))
            .finds("cut-after-messages", S2C, "count", 25, 25),
        on("cut after 20 KiB", StreamFaults.cutAfterBytes(UP, 20_000))
            .finds("cut-after-bytes", C2S, "count", 20_000),
        on("cut after 100 KiB of the server", StreamFaults.cutAfterBytes(DOWN, 100_000))
            .finds("cut-after-bytes", S2C, "count", 100_000),
        on("cut after 300 KiB of both", StreamFaults.cutAfterBytes(BOTH, 300_000))
            .finds("cut-after-bytes", EITHER, "count", 300_000),
        on("messages up to 10,000 bytes", StreamFaults.messageLimit(UP, 10_000, 1009))
            .finds("message-limit", C2S, "bytes", 10_000),
        on("messages up to 2,000 bytes", StreamFaults.messageLimit(UP, 2_000, 1009))
            .finds("message-limit", C2S, "bytes", 2_000),
        on("messages of the server up to 64 KiB", StreamFaults.messageLimit(DOWN, 65_536, 0))
            .finds("message-limit", S2C, "bytes", 65_536),
        on("messages up to 200,000 bytes", StreamFaults.messageLimit(BOTH, 200_000, 1009))
            .finds("message-limit", EITHER, "bytes", 200_000),
        on("larger frames than 40,000 bytes dropped", StreamFaults.swallowLarge(UP, 40_000, false))
            .finds("frame-limit", C2S, "how", "dropped"),
        on(
                "larger frames of the server than 20,000 bytes dropped",
                StreamFaults.swallowLarge(DOWN, 20_000, false))
            .finds("frame-limit", S2C, "bytes", 20_000),
        on("nothing behind 50,000 bytes", StreamFaults.swallowLarge(UP, 50_000, true))
            .finds("frame-limit", C2S, "how", "stalled"),
        on("frames up to 32 KiB", StreamFaults.frameLimit(BOTH, 32_768, 1009))
            .finds("frame-limit", EITHER, "bytes", 32_768),
        on("frames up to 8 KiB", StreamFaults.frameLimit(UP, 8192, 0))
            .finds("frame-limit", C2S, "bytes", 8192),
        on("frames of the server up to 16 KiB", StreamFaults.frameLimit(DOWN, 16_384, 1009))
            .finds("frame-limit", S2C, "bytes", 16_384),
        on("100 ms later", StreamFaults.delay(UP, 0.1, 0))
            .finds("packet-delay", C2S, "milliseconds", 100),
        on("100 ms later from the server", StreamFaults.delay(DOWN, 0.1, 0))
            .finds("packet-delay", S2C, "milliseconds", 100),
        on("200 ms later each way", StreamFaults.delay(BOTH, 0.2, 0))
            .finds("packet-delay", EITHER, "milliseconds", 200),
        on("100 to 140 ms later", StreamFaults.delay(BOTH, 0.1, 0.04))
            .finds("packet-delay", EITHER, "milliseconds", 95, 140),
        on("100 kB a second", StreamFaults.rate(UP, 100_000))
            .finds("throughput", C2S, "bytesPerSecond", 100_000),
        on("200 kB a second from the server", StreamFaults.rate(DOWN, 200_000))
            .finds("throughput", S2C, "bytesPerSecond", 200_000),
        on("150 kB a second each way", StreamFaults.rate(BOTH, 150_000))
            .finds("throughput", EITHER, "bytesPerSecond", 150_000),
        on("held back for 300 ms", StreamFaults.buffer(UP, ms(300), 1 << 30))
            .finds("buffering", C2S, "seconds", 0.27, 0.4),
        on("held back for 300 ms from the server", StreamFaults.buffer(DOWN, ms(300), 1 << 30))
            .finds("buffering", S2C, "seconds", 0.27, 0.4),
        on("held back for 500 ms each way", StreamFaults.buffer(BOTH, ms(500), 1 << 30))
            .finds("buffering", EITHER, "seconds", 0.45, 0.65),
        on("held back up to 4 KiB", StreamFaults.buffer(DOWN, Duration.ZERO, 4096))
            .finds("buffering", S2C),
        on("held back to the end", StreamFaults.buffer(DOWN, Duration.ZERO, 1 << 30))
            .finds("buffering", S2C),
        on("held back to the end from the client", StreamFaults.buffer(UP, Duration.ZERO, 1 << 30))
            .finds("buffering", C2S),
        on("one in 8 lost", StreamFaults.lose(UP, 8)).finds("messages-lost", C2S),
        on("one in 8 of the server lost", StreamFaults.lose(DOWN, 8)).finds("messages-lost", S2C),
        on("one in 10 lost each way", StreamFaults.lose(BOTH, 10)).finds("messages-lost", EITHER),
        on("one in 8 twice", StreamFaults.duplicate(UP, 8)).finds("messages-duplicated", C2S),
        on("one in 8 of the server twice", StreamFaults.duplicate(DOWN, 8))
            .finds("messages-duplicated", S2C),
        on("one in 8 twice each way", StreamFaults.duplicate(BOTH, 8))
            .finds("messages-duplicated", EITHER),
        on("one in 9 overtaken", StreamFaults.reorder(UP, 9)).finds("messages-reordered", C2S),
        on("one in 9 of the server overtaken", StreamFaults.reorder(DOWN, 9))
            .finds("messages-reordered", S2C),
        on("one in 9 overtaken each way", StreamFaults.reorder(BOTH, 9))
            .finds("messages-reordered", EITHER),
        on("one in 8 changed", StreamFaults.change(UP, 8)).finds("content-changed", C2S),
        on("one in 8 of the server changed", StreamFaults.change(DOWN, 8))
            .finds("content-changed", S2C),
        on("one in 8 changed each way", StreamFaults.change(BOTH, 8))
            .finds("content-changed", EITHER),
        on("text to binary", StreamFaults.type(UP, Frame.TEXT, Frame.BINARY))
            .finds("type-changed", C2S),
        on("binary to text", StreamFaults.type(UP, Frame.BINARY, Frame.TEXT))
            .finds("type-changed", C2S),
        on("text to binary from the server", StreamFaults.type(DOWN, Frame.TEXT, Frame.BINARY))
            .finds("type-changed", S2C),
        on("binary to text from the server", StreamFaults.type(DOWN, Frame.BINARY, Frame.TEXT))
            .finds("type-changed", S2C),
        on("text to binary each way", StreamFaults.type(BOTH, Frame.TEXT, Frame.BINARY))
            .finds("type-changed", EITHER),
        on("binary to text each way", StreamFaults.type(BOTH, Frame.BINARY, Frame.TEXT))
            .finds("type-changed", EITHER),
        on("fragments joined", StreamFaults.join(UP)).finds("fragments-changed", C2S),
        on("fragments of the server joined", StreamFaults.join(DOWN))
            .finds("fragments-changed", S2C),
        on("fragments joined each way", StreamFaults.join(BOTH)).finds("fragments-changed", EITHER),
        on("frames split", StreamFaults.split(UP, 50)).finds("fragments-changed", C2S),
        on("frames of the server split", StreamFaults.split(DOWN, 50))
            .finds("fragments-changed", S2C),
        on("early data of the server lost", StreamFaults.dropEarly(ms(30)))
            .finds("early-data-lost", S2C),
        on("early data of the client lost", StreamFaults.dropGlued())
            .finds("early-data-lost", C2S, "count", 1, 1));
  }

  private static List<Planted> ends() {
    return List.of(
        on("the server's close code lost", EndFaults.loseClose(DOWN))
            .finds("close-code-lost", S2C, "arrived", 1006),
        on("the client's close code lost", EndFaults.loseClose(UP))
            .finds("close-code-lost", C2S, "arrived", 1006),
        on("both close codes lost", EndFaults.loseClose(BOTH))
            .finds("close-code-lost", EITHER, "arrived", 1006),
        on("the server's close code replaced", EndFaults.replaceClose(DOWN, 1000))
            .finds("close-code-lost", S2C, "arrived", 1000),
        on("the client's close code replaced", EndFaults.replaceClose(UP, 1001))
            .finds("close-code-lost", C2S, "arrived", 1001),
        on("the server's reason lost", EndFaults.loseReason(DOWN)).finds("close-reason-lost", S2C),
        on("the client's reason lost", EndFaults.loseReason(UP)).finds("close-reason-lost", C2S),
        on("the reason replaced", EndFaults.otherReason(BOTH)).finds("close-reason-lost", EITHER),
        on("the client is not told", EndFaults.untold(DOWN)).finds("end-not-told", S2C),
        on("the server is not told", EndFaults.untold(UP)).finds("end-not-told", C2S),
        on("neither is told", EndFaults.untold(BOTH)).finds("end-not-told", EITHER),
        on("the client is not told of TCP's end", EndFaults.untoldTcp(DOWN))
            .finds("end-not-told", S2C),
        on("the server is not told of TCP's end", EndFaults.untoldTcp(UP))
            .finds("end-not-told", C2S),
        on("pings swallowed", EndFaults.swallowPings(UP)).finds("pings-lost", C2S),
        on("the server's pings swallowed", EndFaults.swallowPings(DOWN)).finds("pings-lost", S2C),
        on("all pings swallowed", EndFaults.swallowPings(BOTH)).finds("pings-lost", EITHER),
        on("pings answered on the way", EndFaults.answerPings(UP))
            .finds("ping-answered-by-proxy", C2S),
        on("the server's pings answered on the way", EndFaults.answerPings(DOWN))
            .finds("ping-answered-by-proxy", S2C),
        on("all pings answered on the way", EndFaults.answerPings(BOTH))
            .finds("ping-answered-by-proxy", EITHER));
  }

  private static List<Planted> times() {
    Duration exact = Duration.ZERO;
    return List.of(
        on("idle for 2 s", EndFaults.idle(BOTH, ms(2000), exact, Then.FIN))
            .watched(4)
            .finds("idle-timeout", EITHER, "seconds", 2),
        on("idle for 2 s, reset", EndFaults.idle(BOTH, ms(2000), exact, Then.RESET))
            .watched(4)
            .finds("idle-timeout", EITHER, "seconds", 2),
        on("idle for 2 s, with 1001", EndFaults.idle(BOTH, ms(2000), exact, Then.CLOSE))
            .watched(4)
            .finds("idle-timeout", EITHER, "seconds", 2),
        on("the client idle for 2 s", EndFaults.idle(UP, ms(2000), exact, Then.FIN))
            .watched(4)
            .finds("idle-timeout", "client-data", "seconds", 2),
        on("the server idle for 2 s", EndFaults.idle(DOWN, ms(2000), exact, Then.FIN))
            .watched(4)
            .finds("idle-timeout", "server-data", "seconds", 2),
        on(
                "idle for 2 s, looked for once a second",
                EndFaults.idle(BOTH, ms(2000), ms(1000), Then.FIN))
            .watched(5)
            .finds("idle-timeout", EITHER, "seconds", 1.9, 3.1),
        on("no message for 1.5 s", EndFaults.firstMessage(ms(1500)))
            .watched(4)
            .finds("first-message-timeout", null, "seconds", 1.5),
        on("a life of 2.5 s", EndFaults.lifetime(ms(2500), Then.FIN))
            .watched(4)
            .finds("lifetime-limit", null, "seconds", 2.5),
        on("a life of 2 s, with 1001", EndFaults.lifetime(ms(2000), Then.CLOSE))
            .watched(4)
            .finds("lifetime-limit", null, "seconds", 2),
        on("a reload", EndFaults.reload(ms(3500), 1)).watched(5).finds("cut-all-at-once", null),
        on("a reload again and again", EndFaults.reload(ms(2500), 4))
            .watched(5)
            .finds("cut-all-at-once", null),
        on("dropped after 2 s of silence", EndFaults.idle(BOTH, ms(2000), exact, Then.DROP))
            .watched(4)
            .finds("silent-drop", EITHER, "seconds", 1.3, 4.1),
        on(
                "idle for 2 s, the server not told",
                EndFaults.idle(BOTH, ms(2000), exact, Then.CLIENT_ONLY))
            .watched(4)
            .finds("idle-timeout", EITHER, "seconds", 2)
            .also("end-not-told"));
  }

  private static List<Planted> stacked() {
    Duration exact = Duration.ZERO;
    return List.of(
        on(
                "idle timeout before a gateway",
                EndFaults.idle(BOTH, ms(2000), exact, Then.FIN),
                Gateways.of(new Gateways.Kind(false, false, 65536, false)))
            .watched(4)
            .finds("idle-timeout", EITHER, "seconds", 2),
        on(
                "a gateway before an idle timeout of the server's data",
                Gateways.of(new Gateways.Kind(false, false, 65536, false)),
                EndFaults.idle(DOWN, ms(2000), exact, Then.FIN))
            .watched(4)
            .finds("idle-timeout", "server-data", "seconds", 2),
        on(
                "a message limit and pings swallowed",
                StreamFaults.messageLimit(UP, 20_000, 1009),
                EndFaults.swallowPings(UP))
            .finds("message-limit", C2S, "bytes", 20_000)
            .finds("pings-lost", C2S),
        on(
                "a message limit within a larger one",
                StreamFaults.messageLimit(BOTH, 20_000, 1009),
                StreamFaults.messageLimit(BOTH, 60_000, 1009))
            .finds("message-limit", EITHER, "bytes", 20_000),
        on(
                "compression stripped and the host rewritten",
                HandshakeFaults.request(h -> h.without("Sec-WebSocket-Extensions")),
                HandshakeFaults.request(h -> h.with("Host", "backend:8080")))
            .finds("compression-stripped", REQUEST)
            .finds("host-rewritten", REQUEST),
        on(
                "late and the close code lost",
                StreamFaults.delay(BOTH, 0.1, 0),
                EndFaults.loseClose(DOWN))
            .finds("packet-delay", EITHER, "milliseconds", 100)
            .finds("close-code-lost", S2C),
        on(
                "a connection limit and a foreign Origin refused",
                HandshakeFaults.connections(6, Head.answer("503 Unavailable", "full")),
                HandshakeFaults.refusing(
                    h -> h.get("Origin").contains("invalid"), Head.answer("403 Forbidden", "")))
            .finds("connection-limit", null, "held", 6, 6)
            .finds("origin-refused", null, "origin", "foreign"),
        on(
                "one of two down and a frame limit",
                HandshakeFaults.oneDead(2),
                StreamFaults.frameLimit(BOTH, 16_384, 1009))
            .finds("unreliable", null, "oneIn", 1.8, 2.2)
            .finds("frame-limit", EITHER, "bytes", 16_384),
        on(
                "an idle timeout and a shorter one for the first message",
                EndFaults.idle(BOTH, ms(3000), exact, Then.FIN),
                EndFaults.firstMessage(ms(1500)))
            .watched(5)
            .finds("first-message-timeout", null, "seconds", 1.5)
            .finds("idle-timeout", EITHER, "seconds", 3),
        on(
                "an idle timeout and a life",
                EndFaults.idle(BOTH, ms(1500), exact, Then.FIN),
                EndFaults.lifetime(ms(3500), Then.FIN))
            .watched(5)
            .finds("idle-timeout", EITHER, "seconds", 1.5)
            .finds("lifetime-limit", null, "seconds", 3.5),
        on("messages lost and pings answered", StreamFaults.lose(UP, 8), EndFaults.answerPings(UP))
            .finds("messages-lost", C2S)
            .finds("ping-answered-by-proxy", C2S),
        on(
                "a redirect before a dead server",
                HandshakeFaults.refusing(
                    h -> true,
                    Head.answer("301 Moved Permanently", "", "Location: https://127.0.0.1/ws")),
                HandshakeFaults.refusing(h -> true, Head.answer("502 Bad Gateway", "")))
            .finds("redirect", null, "to", "https"),
        on(
                "a gateway and a message limit behind it",
                Gateways.of(new Gateways.Kind(true, false, 65536, false)),
                StreamFaults.messageLimit(UP, 100_000, 1009))
            .finds("message-limit", C2S, "bytes", 100_000));
  }
}
