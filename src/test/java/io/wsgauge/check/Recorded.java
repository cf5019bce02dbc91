package io.wsgauge.check;

import io.wsgauge.check.measurement.Attempt;
import io.wsgauge.check.measurement.Attempt.Result;
import io.wsgauge.check.measurement.Buffering;
import io.wsgauge.check.measurement.Capacity;
import io.wsgauge.check.measurement.Closes;
import io.wsgauge.check.measurement.Closes.Case;
import io.wsgauge.check.measurement.Closes.Seen;
import io.wsgauge.check.measurement.Direction;
import io.wsgauge.check.measurement.EarlyData;
import io.wsgauge.check.measurement.Ending;
import io.wsgauge.check.measurement.GarbageProbe;
import io.wsgauge.check.measurement.Header;
import io.wsgauge.check.measurement.Http2;
import io.wsgauge.check.measurement.Integrity;
import io.wsgauge.check.measurement.Integrity.Flow;
import io.wsgauge.check.measurement.Interruption;
import io.wsgauge.check.measurement.Measurements;
import io.wsgauge.check.measurement.Negotiation;
import io.wsgauge.check.measurement.Pings;
import io.wsgauge.check.measurement.Reachability;
import io.wsgauge.check.measurement.Reliability;
import io.wsgauge.check.measurement.Resolution;
import io.wsgauge.check.measurement.RoundTrips;
import io.wsgauge.check.measurement.ServerRecord;
import io.wsgauge.check.measurement.Silence;
import io.wsgauge.check.measurement.Silence.Kind;
import io.wsgauge.check.measurement.Silence.Lane;
import io.wsgauge.check.measurement.Sizes;
import io.wsgauge.check.measurement.Throughput;
import io.wsgauge.check.measurement.TlsExamination;
import io.wsgauge.check.measurement.TlsExamination.Certificate;
import io.wsgauge.check.measurement.Upgrade;
import io.wsgauge.check.measurement.Variants;
import io.wsgauge.check.measurement.Variants.Tried;
import io.wsgauge.check.measurement.Variants.Variant;
import io.wsgauge.check.measurement.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Measurements as a check records them of a wsgauge behind a product that is well, to be changed by
 * a test in what a fault changes. Its fields are the measurements.
 */
public final class Recorded {
  public static final String URL = "ws://app.example.org/ws";
  public static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
  public static final String DEFLATE = "permessage-deflate";
  public static final double HORIZON = 75;

  public String url = URL;
  public Resolution resolution;
  public Reachability reachability;
  public TlsExamination tls;
  public Upgrade upgrade;
  public GarbageProbe garbage;
  public Reliability reliability;
  public View view;
  public Variants variants;
  public Capacity capacity;
  public RoundTrips roundTrips;
  public Pings pings;
  public Closes closes;
  public Integrity integrity;
  public EarlyData earlyData;
  public Sizes sizes;
  public Negotiation compression;
  public Negotiation subprotocol;
  public Buffering buffering;
  public Throughput throughput;
  public Silence silence;
  public Capacity many;
  public Http2 http2;
  public List<Interruption> interruptions = new ArrayList<>();
  public List<String> violations = new ArrayList<>();
  public Measurements direct;

  /** The products that section of the documentation calls well. */
  public enum Product {
    NGINX,
    HAPROXY,
    CADDY,
    APACHE,
    /** It passes bytes, as a TLS terminator does. */
    BYTES,
    /** It ends WebSockets itself and opens others. */
    GATEWAY
  }

  /** All of a path that is well. */
  public static Recorded behind(Product product) {
    Recorded recorded = new Recorded();
    recorded.resolution = new Resolution("app.example.org", List.of("192.0.2.7"), 0.001, "");
    recorded.reachability =
        new Reachability(List.of(new Reachability.Reach("192.0.2.7", Result.ANSWERED, 0.001, "")));
    recorded.garbage =
        new GarbageProbe(
            List.of(new GarbageProbe.Reply("GARBAGE", garbage(product), true, 0.001)), false);
    Attempt opened = upgraded(1);
    recorded.upgrade = Upgrade.of(List.of(opened));
    recorded.reliability =
        new Reliability(IntStream.range(0, 8).mapToObj(i -> upgraded(2 + i * 0.01)).toList());
    recorded.view =
        new View(
            upgraded(3),
            "reply=info",
            "/ws?reply=info",
            "HTTP/1.1",
            seen(product),
            Map.of(),
            Map.of("subprotocol", "", "extensions", ""),
            Map.of("maxMessageSize", 1L << 20),
            "a",
            null,
            0.001,
            false);
    Map<Variant, Tried> tried = new EnumMap<>(Variant.class);
    for (Variant variant : Variant.values()) {
      tried.put(variant, new Tried(upgraded(3.1), null));
    }
    recorded.variants = new Variants(tried, null);
    recorded.capacity = new Capacity(13, 13, List.of(), null, null, null, 0.1);
    recorded.roundTrips = new RoundTrips(List.of(0.001, 0.0012, 0.002), List.of(0.002, 0.003));
    boolean relayed = product == Product.GATEWAY;
    recorded.pings = relayed ? new Pings(3, 3, 3, 3, 3, 0, 3) : new Pings(3, 3, 3, 0, 3, 3, 3);
    recorded.closes = new Closes(closes());
    Flow flow = new Flow(40, 40, 0, 0, 0, 0, 0, 40, 40);
    recorded.integrity =
        new Integrity(
            Map.of(Direction.CLIENT_TO_SERVER, flow, Direction.SERVER_TO_CLIENT, flow), null);
    recorded.earlyData = new EarlyData(5, 5, 1, 1);
    recorded.sizes = new Sizes(sizes(Long.MAX_VALUE, Long.MAX_VALUE, true, true), 1L << 20);
    recorded.compression =
        relayed
            ? new Negotiation(DEFLATE, "", "", DEFLATE, DEFLATE, true, "")
            : new Negotiation(DEFLATE, DEFLATE, DEFLATE, DEFLATE, "", true, "");
    recorded.subprotocol = new Negotiation("chat", "chat", "chat", "chat", "", null, "");
    recorded.buffering = clock(0.05, 0.001, 0.0005);
    recorded.throughput =
        new Throughput(
            Map.of(Direction.CLIENT_TO_SERVER, 2e8, Direction.SERVER_TO_CLIENT, 2e8), 1 << 20);
    recorded.silence = new Silence(lanes(lane -> lane), HORIZON);
    recorded.http2 = new Http2(false, null, 0, "");
    return recorded;
  }

  /** The same of a server of another make, which tells nothing. */
  public static Recorded foreign() {
    Recorded recorded = behind(Product.NGINX);
    Attempt plain = upgraded(1).withIdentity(null);
    recorded.upgrade = Upgrade.of(List.of(plain));
    recorded.reliability = new Reliability(IntStream.range(0, 8).mapToObj(i -> plain).toList());
    recorded.view = View.unseen(plain, "reply=info", 0.001);
    recorded.pings = new Pings(3, 3, 0, null, 0, null, null);
    recorded.closes = null;
    Flow flow = new Flow(40, 40, 0, 0, 0, 0, 0, 0, 0);
    recorded.integrity = new Integrity(Map.of(Direction.SERVER_TO_CLIENT, flow), null);
    recorded.earlyData = null;
    recorded.compression = new Negotiation(DEFLATE, null, null, "", null, null, "");
    recorded.subprotocol = new Negotiation("chat", null, null, "", null, null, "");
    recorded.buffering = null;
    recorded.sizes = new Sizes(sizes(Long.MAX_VALUE, Long.MAX_VALUE, true, true), 0);
    return recorded;
  }

  public Measurements build() {
    return new Measurements(
        url,
        resolution,
        reachability,
        tls,
        upgrade,
        garbage,
        reliability,
        view,
        variants,
        capacity,
        roundTrips,
        pings,
        closes,
        integrity,
        earlyData,
        sizes,
        compression,
        subprotocol,
        buffering,
        throughput,
        silence,
        many,
        http2,
        List.copyOf(interruptions),
        List.copyOf(violations),
        direct,
        new Measurements.Own(0.004, 0, 62));
  }

  /** Lets each upgrade be answered after so many seconds. */
  public void openings(double seconds) {
    Attempt opened = attempt(Result.UPGRADED, 1, seconds, 101, "", null);
    upgrade = Upgrade.of(List.of(opened));
    reliability = new Reliability(List.of(opened, opened));
    view = view.with(changed -> changed.attempt(opened).roundTripSeconds(seconds));
  }

  /** Nothing was opened: only what comes before that is there. */
  public Recorded refused(Attempt attempt, Attempt plain) {
    upgrade = new Upgrade(List.of(attempt, attempt), plain, null, null, false);
    reliability = null;
    view = null;
    variants = null;
    capacity = null;
    roundTrips = null;
    pings = null;
    closes = null;
    integrity = null;
    earlyData = null;
    sizes = null;
    compression = null;
    subprotocol = null;
    buffering = null;
    throughput = null;
    silence = null;
    return this;
  }

  public static List<Header> request() {
    return headers(
        "Host: app.example.org",
        "User-Agent: Mozilla/5.0",
        "Accept-Encoding: gzip",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Key: " + KEY,
        "Sec-WebSocket-Version: 13");
  }

  private static List<Header> seen(Product product) {
    return switch (product) {
      case NGINX ->
          headers(
              "Upgrade: websocket",
              "Connection: upgrade",
              "Host: app.example.org",
              "User-Agent: Mozilla/5.0",
              "Accept-Encoding: gzip",
              "Sec-WebSocket-Key: " + KEY,
              "Sec-WebSocket-Version: 13");
      case HAPROXY ->
          request().stream()
              .map(header -> new Header(header.name().toLowerCase(Locale.ROOT), header.value()))
              .toList();
      case CADDY ->
          headers(
              "Host: app.example.org",
              "User-Agent: Mozilla/5.0",
              "Accept-Encoding: gzip",
              "Connection: Upgrade",
              "Sec-Websocket-Key: " + KEY,
              "Sec-Websocket-Version: 13",
              "Upgrade: websocket",
              "Via: 1.1 Caddy",
              "X-Forwarded-For: 192.0.2.1",
              "X-Forwarded-Host: app.example.org",
              "X-Forwarded-Proto: http");
      case APACHE ->
          headers(
              "Host: app.example.org",
              "User-Agent: Mozilla/5.0",
              "Accept-Encoding: gzip",
              "Sec-WebSocket-Key: " + KEY,
              "Sec-WebSocket-Version: 13",
              "X-Forwarded-For: 192.0.2.1",
              "X-Forwarded-Host: app.example.org",
              "X-Forwarded-Server: proxy",
              "Connection: close, upgrade",
              "Upgrade: WebSocket");
      case BYTES -> request();
      case GATEWAY ->
          headers(
              "Host: app.example.org",
              "Upgrade: websocket",
              "Connection: Upgrade",
              "Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==",
              "Sec-WebSocket-Version: 13");
    };
  }

  private static String garbage(Product product) {
    return switch (product) {
      case NGINX ->
          "HTTP/1.1 400 Bad Request\r\nServer: nginx\r\n\r\n<html><center><h1>400 Bad Request</h1></center>\r\n<hr><center>nginx</center>\r\n";
      case HAPROXY ->
          "HTTP/1.1 400 Bad request\r\nContent-length: 90\r\nCache-Control: no-cache\r\n\r\n<html><body><h1>400 Bad request</h1>\nYour browser sent an invalid request.\n</body></html>\n";
      case CADDY ->
          "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n400 Bad Request";
      case APACHE ->
          "HTTP/1.1 400 Bad Request\r\nServer: Apache\r\n\r\n<title>400 Bad Request</title><p>Your browser sent a request that this server could not understand.<br />";
      case BYTES ->
          "HTTP/1.1 400 Bad Request\r\nContent-Type: application/problem+json\r\n\r\n{\"rule\":\"request-syntax\"}";
      case GATEWAY -> "";
    };
  }

  public static List<Header> headers(String... lines) {
    return Arrays.stream(lines)
        .map(line -> line.split(": ", 2))
        .map(parts -> new Header(parts[0], parts[1]))
        .toList();
  }

  public static Attempt upgraded(double at) {
    return attempt(Result.UPGRADED, at, 0.002, 101, "", null);
  }

  /** An answer of something else than a wsgauge. */
  public static Attempt answered(int status, double seconds, String body, String... headers) {
    return attempt(Result.ANSWERED, 1, seconds, status, body, null, headers).withIdentity(null);
  }

  public static Attempt failed(Result result, double seconds) {
    return attempt(result, 1, seconds, 0, "", null).withIdentity(null);
  }

  /** A refusal of a wsgauge that saw this. */
  public static Attempt refusal(int status, String rule, String line, List<Header> seen) {
    String version = line.substring(line.lastIndexOf(' ') + 1);
    return attempt(
        Result.ANSWERED,
        1,
        0.002,
        status,
        "{}",
        Map.of(
            "rule",
            rule,
            "status",
            status,
            "request",
            Map.of(
                "requestLine",
                line,
                "httpVersion",
                version,
                "headers",
                seen.stream().map(header -> List.of(header.name(), header.value())).toList())));
  }

  public static Attempt attempt(
      Result result,
      double at,
      double seconds,
      int status,
      String body,
      Map<String, Object> refusal,
      String... headers) {
    return new Attempt(
        result,
        "GET /ws HTTP/1.1",
        request(),
        KEY,
        "192.0.2.7",
        at,
        0.001,
        null,
        seconds,
        status,
        headers(headers),
        body,
        refusal,
        new Attempt.Identity("a", 7, "2026-11-26T00:00:00.000Z"),
        "");
  }

  private static Map<Case, Seen> closes() {
    Map<Case, Seen> cases = new EnumMap<>(Case.class);
    cases.put(Case.SERVER_CLOSE, new Seen(4001, "bye", closed(4001, "bye"), 4001, 0.002));
    cases.put(Case.CLIENT_CLOSE, new Seen(4002, "bye", closed(4002, "bye"), 4002, 0.002));
    for (Case end :
        List.of(Case.SERVER_FIN, Case.SERVER_RESET, Case.CLIENT_FIN, Case.CLIENT_RESET)) {
      cases.put(end, new Seen(0, "", cut(4), 0, 0.1)); // a reset arrives as FIN
    }
    return cases;
  }

  public static Ending closed(int code, String reason) {
    return new Ending(4, Ending.By.PEER, code, reason, Ending.How.FIN);
  }

  public static Ending cut(double at) {
    return new Ending(at, Ending.By.CUT, 0, "", Ending.How.FIN);
  }

  /** Messages that arrive on their clock. */
  public static Buffering clock(double interval, double late, double roundTrip) {
    List<Double> arrivals =
        IntStream.range(0, 20).mapToObj(i -> late + (i + 1) * interval).toList();
    return new Buffering(
        interval,
        Map.of(Direction.CLIENT_TO_SERVER, arrivals, Direction.SERVER_TO_CLIENT, arrivals),
        List.of(roundTrip, roundTrip * 1.5, roundTrip * 4),
        null);
  }

  /** Messages of 50 ms that arrive only each so many seconds. */
  public static List<Double> clumps(double every) {
    return IntStream.range(0, 20)
        .mapToObj(i -> Math.ceil((i + 1) * 0.05 / every) * every + i * 0.0001)
        .toList();
  }

  /** Sizes of both directions up to limits of a message; what is in its place passes or not. */
  public static List<Sizes.Try> sizes(long up, long down, boolean fragments, boolean sum) {
    List<Sizes.Try> tries = new ArrayList<>();
    Map.of(Direction.CLIENT_TO_SERVER, up, Direction.SERVER_TO_CLIENT, down)
        .forEach(
            (direction, limit) -> {
              LongSizes.of(limit)
                  .forEach(
                      size ->
                          tries.add(
                              new Sizes.Try(
                                  direction,
                                  Sizes.Form.WHOLE,
                                  size,
                                  size <= limit,
                                  size <= limit ? null : cut(5))));
              if (limit < 1 << 20) {
                tries.add(
                    new Sizes.Try(direction, Sizes.Form.FRAGMENTS, limit + 1, fragments, null));
                tries.add(new Sizes.Try(direction, Sizes.Form.SUM, limit + 1, sum, null));
              }
            });
    return tries;
  }

  /** Round sizes, and the two around the limit. */
  private static final class LongSizes {
    static Stream<Long> of(long limit) {
      Stream<Long> round = Stream.of(1024L, 65_536L, 131_072L, 1L << 20);
      return limit > 1 << 20 ? round : Stream.concat(round, Stream.of(limit, limit + 1));
    }
  }

  /** The lanes of the step silence, each as it is changed. */
  public static List<Lane> lanes(UnaryOperator<Lane> change) {
    List<Kind> kinds = new ArrayList<>(List.of(Kind.SILENT, Kind.SILENT)); // and one of each kind
    kinds.addAll(List.of(Kind.values()));
    return IntStream.range(0, kinds.size())
        .mapToObj(i -> change.apply(alive(kinds.get(i), 10 + i * 0.17)))
        .toList();
  }

  private static Lane alive(Kind kind, double openedAt) {
    double last =
        switch (kind) {
          case SILENT, CLIENT_PINGS, SERVER_PINGS -> openedAt;
          case FIRST_MESSAGE -> openedAt + 0.01;
          case ASKED_AT_HALF -> openedAt + HORIZON / 2;
          default -> openedAt + HORIZON - 1;
        };
    return new Lane(kind, openedAt, last, null, true, 0.002, record(null, HORIZON, 0, 0, 0, 0));
  }

  /** The lane cut after so many seconds from its opening, as the server saw it too. */
  public static Lane cutAfter(Lane lane, double seconds) {
    double last = Math.min(lane.lastDataAt(), lane.openedAt() + seconds);
    if (lane.kind() == Kind.ASKED_AT_HALF && seconds < HORIZON / 2) {
      last = lane.openedAt();
    }
    return new Lane(
        lane.kind(),
        lane.openedAt(),
        last,
        cut(lane.openedAt() + seconds),
        null,
        lane.ownLag(),
        record(cut(lane.openedAt() + seconds), seconds, 0, 0, 0, 0));
  }

  /** The lane without an answer at its end. */
  public static Lane mute(Lane lane) {
    return new Lane(
        lane.kind(), lane.openedAt(), lane.openedAt(), null, false, lane.ownLag(), lane.record());
  }

  public static ServerRecord record(
      Ending ending, double age, long messagesIn, long bytesIn, long messagesOut, long bytesOut) {
    return new ServerRecord(
        "a",
        7,
        "GET /ws HTTP/1.1",
        request(),
        List.of(),
        "",
        "",
        age,
        ending,
        0,
        false,
        new ServerRecord.Traffic(messagesIn, messagesIn, bytesIn, 0, 0, 0, 0),
        new ServerRecord.Traffic(messagesOut, messagesOut, bytesOut, 0, 0, 0, 0),
        0);
  }

  /** An end that nobody has asked for, counted by the server. */
  public static Interruption interruption(
      String step, double at, double age, long in, long bytesIn, long out, long bytesOut) {
    return new Interruption(
        step,
        cut(at),
        age,
        in + out,
        bytesIn + bytesOut,
        record(cut(at), age, in, bytesIn, out, bytesOut));
  }

  public static TlsExamination tls(UnaryOperator<Certificate> change) {
    return new TlsExamination(
        "",
        "TLSv1.3",
        "TLS_AES_128_GCM_SHA256",
        "http/1.1",
        change.apply(certificate(false, false, false, true, true, 60)),
        Map.of("TLSv1.1", false, "TLSv1.2", true, "TLSv1.3", true),
        false);
  }

  public static Certificate certificate(
      boolean expired,
      boolean notYet,
      boolean selfSigned,
      boolean trusted,
      boolean named,
      double days) {
    return new Certificate(
        "CN=app.example.org",
        "CN=authority",
        List.of(named ? "app.example.org" : "other.example.org"),
        "2026-10-01T00:00:00.000Z",
        "2027-01-25T00:00:00.000Z",
        days,
        expired,
        notYet,
        selfSigned,
        trusted,
        named);
  }
}
