package io.wsgauge.soak;

import static io.wsgauge.soak.Hostile.HOST;
import static io.wsgauge.soak.Hostile.get;
import static io.wsgauge.soak.Hostile.text;

import io.wsgauge.soak.Attack.Ends;
import io.wsgauge.testing.RawClient;
import java.util.List;

/** Attacks by requests: pipelines, heads and bodies without end, and readers that are slow. */
final class HttpAttacks {
  private static final String LIVE = get("/health/live");
  private static final int TARGETS = 1000;

  static final List<Attack> PIPELINES =
      List.of(
          pipe(
                  "pipe-live-unread",
                  "one pipeline of /health/live, no answer read",
                  1,
                  "/health/live")
              .unread(),
          pipe("pipe-live-unread-200", "200 of them", 200, "/health/live").unread(),
          pipe("pipe-live-read-200", "200 pipelines whose answers are read", 200, "/health/live"),
          pipe("pipe-page-unread", "pipelines of the page, no answer read", 20, "/").unread(),
          pipe("pipe-file-unread", "pipelines of a large file", 50, "/page/uplot/dist/uPlot.esm.js")
              .unread(),
          pipe("pipe-page-read", "pipelines of the page, read", 100, "/"),
          pipe("pipe-metrics-unread", "pipelines of /metrics, no answer read", 20, "/metrics")
              .unread(),
          pipe("pipe-metrics-read", "pipelines of /metrics, read", 20, "/metrics"),
          pipe("pipe-metrics-slow", "pipelines of /metrics, read slowly", 200, "/metrics")
              .readSlowly(),
          pipe("pipe-targets-unread", "pipelines of /api/targets, unread", 20, "/api/targets")
              .unread()
              .targets(TARGETS),
          pipe("pipe-results", "pipelines of /api/results, unread", 20, "/api/results").unread(),
          pipe("pipe-scenarios-unread", "pipelines of /scenarios, unread", 50, "/scenarios")
              .unread(),
          pipe("pipe-404-read", "pipelines of what is not there, read", 200, "/nope"),
          pipe("pipe-probe", "pipelines of probes of itself, read", 20, "/probe?target=self"),
          pipe("pipe-probe-unread", "pipelines of probes, unread", 50, "/probe?target=self")
              .unread(),
          requests("pipe-head", "pipelines of HEAD", 100, "HEAD /metrics" + HOST + "\r\n"),
          requests(
              "pipe-post",
              "pipelines of requests with bodies, read",
              100,
              "POST /health/live" + HOST + "Content-Length: 5\r\n\r\nabcde"),
          requests(
              "pipe-large-heads",
              "pipelines of heads of 8 KB, read",
              50,
              "GET /health/live" + HOST + "X: " + "a".repeat(8000) + "\r\n\r\n"),
          requests(
              "pipe-refused-upgrades",
              "pipelines of upgrades that are refused, read",
              100,
              RawClient.upgradeRequest("/nope", "")),
          requests(
                  "pipe-expect",
                  "pipelines that expect 100-continue, unread",
                  50,
                  "GET /health/live" + HOST + "Expect: 100-continue\r\nContent-Length: 0\r\n\r\n")
              .unread(),
          Attack.http(
                  "pipe-behind-upgrade",
                  "requests behind a delayed upgrade",
                  50,
                  RawClient.upgradeRequest("/ws?handshakeDelay=20s", ""))
              .flood(text(LIVE))
              .unread(),
          Attack.http(
                  "pipe-behind-upgrade-reset",
                  "as well, and the peer resets",
                  50,
                  RawClient.upgradeRequest("/ws?handshakeDelay=2s", ""))
              .flood(text(LIVE))
              .most(1_000_000)
              .ends(Ends.RESET)
              .opens(50));

  static final List<Attack> HEADS =
      List.of(
          Attack.http("heads-slow", "a header a second, without end", 1000, "GET /ws" + HOST)
              .block(text("X: y\r\n"))
              .pause(1000),
          Attack.http("heads-slow-bytes", "a byte of the first line a second", 1000, "G")
              .block(text("E"))
              .pause(1000),
          Attack.http("heads-none", "connections on which nothing comes", 2000, ""),
          Attack.http("head-line-endless", "a first line without end", 20, "GET /")
              .block(text("a".repeat(60_000))),
          Attack.http("head-endless", "headers without end", 20, "GET /" + HOST)
              .flood(text("a: b\r\n")),
          Attack.http("head-header-endless", "one header without end", 20, "GET /" + HOST + "X: ")
              .block(text("a".repeat(60_000))),
          Attack.http("head-empty-lines", "empty lines without end before a head", 20, "")
              .flood(text("\r\n")),
          Attack.http("head-controls", "control characters without end before a head", 20, "")
              .flood(new byte[] {0, 1, 2, 3, 27}),
          Attack.http("head-garbage", "what is no HTTP", 50, "")
              .block(Hostile.times(Hostile.hex("ff 00 80 7f 0d 0a 20 c3"), 5000))
              .ends(Ends.FIN),
          Attack.http("head-http2", "prefaces of HTTP/2", 50, "")
              .flood(text("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")),
          Attack.http("head-many-tiny", "heads of 2,000 headers", 20, "GET /" + HOST)
              .block(text("a:\r\n".repeat(2000) + "\r\nGET /" + HOST)),
          requests(
              "head-smuggled",
              "Content-Length with chunks",
              50,
              "POST /info"
                  + HOST
                  + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"));

  static final List<Attack> BODIES =
      List.of(
          body("body-slow", "a byte of a body a second", 1000, "Content-Length: 1000000\r\n\r\n")
              .block(text("x"))
              .pause(1000),
          body("body-huge", "a body of 100 GB", 20, "Content-Length: 99999999999\r\n\r\n")
              .block(text("x".repeat(60_000))),
          body("body-chunks", "chunks without end", 20, "Transfer-Encoding: chunked\r\n\r\n")
              .block(text("ea60\r\n" + "x".repeat(60_000) + "\r\n")),
          body("body-chunks-tiny", "chunks of a byte", 20, "Transfer-Encoding: chunked\r\n\r\n")
              .flood(text("1\r\nx\r\n")),
          body("body-chunk-extension", "an extension", 20, "Transfer-Encoding: chunked\r\n\r\n1;")
              .block(text("a".repeat(60_000))),
          body("body-trailers", "trailers", 20, "Transfer-Encoding: chunked\r\n\r\n0\r\n")
              .flood(text("a: b\r\n")),
          body(
              "body-chunk-broken",
              "a chunk that is none",
              50,
              "Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n"),
          body(
              "body-expect",
              "bodies that never come",
              1000,
              "Expect: 100-continue\r\nContent-Length: 100\r\n\r\n"),
          requests(
              "body-steps",
              "checks of 3,000 steps that are none, read",
              50,
              post("/api/checks", "{\"only\": [" + "\"a\",".repeat(3000) + "\"b\"]}")),
          Attack.http(
                  "body-get",
                  "a GET with a body without end",
                  20,
                  "GET /metrics" + HOST + "Content-Length: 99999999999\r\n\r\n")
              .block(text("x".repeat(60_000))),
          Attack.http(
                  "body-upgrade",
                  "an upgrade with a body without end",
                  20,
                  "GET /ws"
                      + HOST
                      + "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                      + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                      + "Content-Length: 99999999999\r\n\r\n")
              .block(text("x".repeat(60_000))));

  static final List<Attack> READERS =
      List.of(
          Attack.http("metrics-unread", "/metrics of 1,000 targets, not read", 200, get("/metrics"))
              .unread()
              .targets(TARGETS),
          Attack.http("metrics-slow", "as well, read slowly", 200, get("/metrics"))
              .readSlowly()
              .targets(TARGETS),
          Attack.http("metrics-reset", "as well, reset amid the answer", 50, get("/metrics"))
              .unread()
              .targets(TARGETS)
              .pause(100)
              .ends(Ends.RESET),
          pipe("metrics-flood", "as well, as fast as it can be read", 20, "/metrics")
              .targets(TARGETS),
          Attack.http("targets-unread", "/api/targets, not read", 200, get("/api/targets"))
              .unread()
              .targets(TARGETS),
          pipe("targets-flood", "/api/targets as fast as it can be read", 20, "/api/targets")
              .targets(TARGETS),
          Attack.http("results-unread", "/api/results, not read", 100, get("/api/results"))
              .unread()
              .targets(TARGETS),
          Attack.http("results-slow", "/api/results, read slowly", 100, get("/api/results"))
              .readSlowly()
              .targets(TARGETS),
          Attack.http("results-reset", "streams that are reset", 100, get("/api/results"))
              .pause(50)
              .ends(Ends.RESET),
          Attack.http("page-slow", "the page, read slowly", 500, get("/")).readSlowly(),
          Attack.http(
                  "file-slow",
                  "a large file of the page, read slowly",
                  500,
                  get("/page/uplot/dist/uPlot.esm.js"))
              .readSlowly(),
          Attack.http("answer-half-closed", "requests behind which the peer's half ends", 200, LIVE)
              .ends(Ends.HALF)
              .unread(),
          Attack.http("answer-reset", "three requests and a reset", 100, LIVE.repeat(3))
              .ends(Ends.RESET)
              .opens(1000),
          Attack.http("probe-reset", "probes whose peer resets", 100, get("/probe?target=self"))
              .ends(Ends.RESET)
              .opens(500));

  private HttpAttacks() {}

  private static Attack pipe(String name, String what, int connections, String path) {
    return requests(name, what, connections, get(path));
  }

  private static Attack requests(String name, String what, int connections, String request) {
    return Attack.http(name, what, connections, "").flood(text(request));
  }

  private static Attack body(String name, String what, int connections, String rest) {
    return Attack.http(name, what, connections, "POST /health/live" + HOST + rest);
  }

  private static String post(String path, String json) {
    return "POST %s%sContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(path, HOST, json.length(), json);
  }
}
