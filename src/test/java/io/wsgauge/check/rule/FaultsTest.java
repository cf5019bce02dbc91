package io.wsgauge.check.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsgauge.check.Recorded;
import io.wsgauge.check.Recorded.Product;
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
import io.wsgauge.check.measurement.Header;
import io.wsgauge.check.measurement.Http2;
import io.wsgauge.check.measurement.Integrity;
import io.wsgauge.check.measurement.Integrity.Flow;
import io.wsgauge.check.measurement.Interruption;
import io.wsgauge.check.measurement.Negotiation;
import io.wsgauge.check.measurement.Pings;
import io.wsgauge.check.measurement.Reachability;
import io.wsgauge.check.measurement.Reachability.Reach;
import io.wsgauge.check.measurement.Reliability;
import io.wsgauge.check.measurement.Resolution;
import io.wsgauge.check.measurement.RoundTrips;
import io.wsgauge.check.measurement.Silence;
import io.wsgauge.check.measurement.Silence.Kind;
import io.wsgauge.check.measurement.Silence.Lane;
import io.wsgauge.check.measurement.Sizes;
import io.wsgauge.check.measurement.Throughput;
import io.wsgauge.check.measurement.TlsExamination;
import io.wsgauge.check.measurement.Upgrade;
import io.wsgauge.check.measurement.Variants;
import io.wsgauge.check.measurement.Variants.Tried;
import io.wsgauge.check.measurement.Variants.Variant;
import io.wsgauge.check.measurement.View;
import io.wsgauge.check.report.CatalogueFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FaultsTest {
  private static final Rules RULES = new Rules(CatalogueFile.read());
  private static final String UP = "client-to-server";
  private static final String DOWN = "server-to-client";
  private static final String BOTH = "both";
  private static final Set<Kind> IDLE =
      EnumSet.of(Kind.SILENT, Kind.FIRST_MESSAGE, Kind.CLIENT_PINGS, Kind.SERVER_PINGS);

  /** A fault: what it changes in what is recorded of a path that is well, and what it is called. */
  record Fault(String name, Consumer<Recorded> change, String id, Object value, String direction) {
    Fault after(Consumer<Recorded> first) {
      return new Fault(name, first.andThen(change), id, value, direction);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static Fault fault(
      String name, String id, Object value, String direction, Consumer<Recorded> change) {
    return new Fault(name, change, id, value, direction);
  }

  @ParameterizedTest
  @MethodSource("faults")
  @DisplayName("a fault has its id, value and direction, and there is no other finding")
  void faults(Fault fault) {
    for (Product product : EnumSet.complementOf(EnumSet.of(Product.GATEWAY))) {
      Recorded recorded = Recorded.behind(product);
      fault.change.accept(recorded);
      List<Finding> findings = RULES.apply(recorded.build());
      String where = fault + " behind " + product + ": " + findings;
      assertEquals(
          List.of(fault.id), findings.stream().map(found -> found.id().label()).toList(), where);
      Finding finding = findings.get(0);
      assertEquals(fault.direction, finding.direction(), where);
      Object value = finding.value().get(finding.id().value());
      if (fault.value instanceof Double number) {
        assertEquals(number, ((Number) value).doubleValue(), number * 0.1, where);
      } else {
        assertEquals(String.valueOf(fault.value), String.valueOf(value), where);
      }
      assertTrue(!finding.causes().isEmpty() && !finding.fixes().isEmpty(), where);
    }
  }

  @Test
  @DisplayName("what mends a value of a finding stands alone, and what mends another does not")
  void mendsOfValues() {
    assertEquals(
        List.of("proxy_set_header X-Forwarded-Proto $scheme;"),
        mends("a redirect to https:// where it is wss://", "nginx"));
    assertEquals(
        List.of("location = /ws { proxy_pass http://backend; }  # beside location /ws/"),
        mends("a redirect to a slash", "nginx"));
    assertEquals(List.of(), mends("a host that is not served", "nginx"));
    assertEquals(1, mends("a host that is not served", "any").size());
    assertEquals(
        List.of("large_client_header_buffers 4 32k;"), mends("headers too large", "nginx"));
  }

  private static List<String> mends(String name, String product) {
    Recorded recorded = Recorded.behind(Product.NGINX);
    faults().filter(f -> f.name.equals(name)).findFirst().orElseThrow().change.accept(recorded);
    return RULES.apply(recorded.build()).get(0).fixes().stream()
        .filter(fix -> fix.product().equals(product))
        .map(Fix::text)
        .toList();
  }

  @Test
  @DisplayName("every id is found at least once")
  void complete() {
    Set<FindingId> found = EnumSet.noneOf(FindingId.class);
    faults().forEach(fault -> found.add(FindingId.of(fault.id)));
    assertEquals(EnumSet.allOf(FindingId.class), found);
  }

  static Stream<Fault> faults() {
    return Stream.of(reach(), upgrade(), openings(), negotiation(), silence(), content(), control())
        .flatMap(List::stream);
  }

  private static List<Fault> reach() {
    return List.of(
        fault(
            "the name does not resolve",
            "resolve-failed",
            "app.example.org",
            null,
            r -> {
              r.refused(Recorded.failed(Result.CONNECT_FAILED, 0), null);
              r.upgrade = null;
              r.reachability = null;
              r.resolution = new Resolution("app.example.org", List.of(), 0.1, "no such name");
            }),
        fault(
            "one of two addresses is dead",
            "address-dead",
            "192.0.2.8",
            null,
            r ->
                r.reachability =
                    new Reachability(
                        List.of(
                            new Reach("192.0.2.7", Result.ANSWERED, 0.001, ""),
                            new Reach("192.0.2.8", Result.CONNECT_TIMEOUT, 5, "")))),
        unreachable("TCP is refused", "connect-refused", Result.CONNECT_REFUSED),
        unreachable("TCP is dropped", "connect-timeout", Result.CONNECT_TIMEOUT),
        certificate(
            "an authority that nobody knows",
            "tls-untrusted",
            "CN=authority",
            c -> Recorded.certificate(false, false, false, false, true, 60)),
        certificate(
            "a certificate signed by itself",
            "tls-self-signed",
            "CN=app.example.org",
            c -> Recorded.certificate(false, false, true, false, true, 60)),
        certificate(
            "a certificate that has expired",
            "tls-expired",
            "2027-01-25T00:00:00.000Z",
            c -> Recorded.certificate(true, false, false, true, true, -3)),
        certificate(
            "a certificate of tomorrow",
            "tls-not-yet-valid",
            "2026-10-01T00:00:00.000Z",
            c -> Recorded.certificate(false, true, false, true, true, 60)),
        certificate(
            "a certificate of another name",
            "tls-name-mismatch",
            "[other.example.org]",
            c -> Recorded.certificate(false, false, false, true, false, 60)),
        certificate(
            "a certificate that ends in five days",
            "tls-expires-soon",
            "2027-01-25T00:00:00.000Z",
            c -> Recorded.certificate(false, false, false, true, true, 5)),
        tls("old TLS alone", "tls-version", "[TLSv1.1]", "protocol_version", "TLSv1.1"),
        tls("no TLS at all", "tls-failed", "not a TLS record", "not a TLS record"),
        fault(
            "ws:// on a port of TLS",
            "tls-failed",
            "the port speaks TLS, and the URL says ws://",
            null,
            r ->
                both(
                    r,
                    Recorded.answered(
                        400, 0.01, "The plain HTTP request was sent to HTTPS port"))));
  }

  private static Fault unreachable(String name, String id, Result result) {
    return fault(
        name,
        id,
        null,
        null,
        r -> {
          r.refused(Recorded.failed(result, 0.1), null);
          r.reachability = new Reachability(List.of(new Reach("192.0.2.7", result, 0.1, "")));
        });
  }

  private static Fault certificate(
      String name, String id, String value, UnaryOperator<TlsExamination.Certificate> change) {
    return fault(name, id, value, null, r -> r.tls = Recorded.tls(change));
  }

  private static Fault tls(
      String name, String id, String value, String failure, String... versions) {
    return fault(
        name,
        id,
        value,
        null,
        r -> {
          r.refused(Recorded.failed(Result.TLS_FAILED, 0.1), null);
          Map<String, Boolean> taken = new HashMap<>();
          Arrays.stream(versions).forEach(version -> taken.put(version, true));
          r.tls = new TlsExamination(failure, "", "", "", null, taken, false);
        });
  }

  private static void both(Recorded recorded, Attempt attempt) {
    recorded.refused(attempt, attempt);
  }

  private static List<Header> without(String... names) {
    return Recorded.request().stream()
        .filter(header -> !List.of(names).contains(header.name()))
        .toList();
  }

  private static List<Fault> upgrade() {
    Attempt plain = Recorded.refusal(426, "upgrade", "GET /ws HTTP/1.1", without());
    return List.of(
        fault(
            "Upgrade is not forwarded, and a wsgauge says so",
            "upgrade-not-forwarded",
            426,
            "request",
            r ->
                r.refused(
                    Recorded.refusal(
                        426, "upgrade", "GET /ws HTTP/1.0", without("Upgrade", "Connection")),
                    plain)),
        fault(
            "the upgrade gets what a page gets",
            "upgrade-not-forwarded",
            200,
            "request",
            r -> both(r, Recorded.answered(200, 0.01, "<html>"))),
        fault(
            "a foreign server sees no upgrade",
            "upgrade-not-forwarded",
            426,
            "request",
            r -> both(r, Recorded.answered(426, 0.01, "Upgrade Required"))),
        fault(
            "what sees an upgrade ends it",
            "upgrade-not-forwarded",
            "closed",
            "request",
            r -> r.refused(Recorded.failed(Result.CLOSED, 0.01), plain)),
        fault(
            "a cache by its age",
            "upgrade-not-forwarded",
            "cached-200",
            "request",
            r -> both(r, Recorded.answered(200, 0.01, "<html>", "Age: 7"))),
        fault(
            "a cache by its date",
            "upgrade-not-forwarded",
            "cached-200",
            "request",
            r -> {
              Attempt page =
                  Recorded.answered(200, 0.01, "", "Date: Thu, 26 Nov 2026 00:00:00 GMT");
              r.refused(page, page);
              r.upgrade = new Upgrade(List.of(page, page), page, page, null, false);
            }),
        fault(
            "HTTP/1.0 with an upgrade",
            "http10-upstream",
            null,
            "request",
            r ->
                r.refused(
                    Recorded.refusal(
                        400, "upgrade-http-version", "GET /ws HTTP/1.0", Recorded.request()),
                    plain)),
        fault(
            "another path, where there is nothing",
            "path-rewritten",
            "/app/ws",
            "request",
            r ->
                r.refused(
                    Recorded.refusal(404, "path", "GET /app/ws HTTP/1.1", Recorded.request()),
                    null)),
        fault(
            "a query that is dropped",
            "query-dropped",
            "[reply]",
            "request",
            r -> seen(r, "/ws", r.view.seenHeaders())),
        fault(
            "a query that is dropped before a wsgauge that so does not know of it",
            "query-dropped",
            "[reply]",
            "request",
            r -> r.view = View.unseen(r.view.attempt(), "reply=info", 0.001).withNode("a")),
        fault(
            "another host",
            "host-rewritten",
            "backend:8080",
            "request",
            r -> seen(r, "/ws?reply=info", changed(r, "host", "backend:8080"))),
        fault(
            "no User-Agent arrives",
            "header-removed",
            "[User-Agent]",
            "request",
            r -> seen(r, "/ws?reply=info", changed(r, "user-agent", null))),
        fault(
            "another User-Agent arrives",
            "header-changed",
            "[User-Agent]",
            "request",
            r -> seen(r, "/ws?reply=info", changed(r, "user-agent", "curl"))),
        fault(
            "Sec-WebSocket-Version is removed",
            "header-removed",
            "[Sec-WebSocket-Version]",
            "request",
            r ->
                r.refused(
                    Recorded.refusal(
                        426, "version", "GET /ws HTTP/1.1", without("Sec-WebSocket-Version")),
                    plain)),
        redirect("to TLS", "https", "https://app.example.org/ws"),
        redirect("to a slash", "slash", "http://app.example.org/ws/"),
        redirect("to https:// where it is wss://", "itself", "https://app.example.org/ws")
            .after(r -> r.url = "wss://app.example.org/ws"),
        redirect(
                "to TLS of what is called as a login is", "https", "https://app.example.org/sso/ws")
            .after(r -> r.url = "ws://app.example.org/sso/ws"),
        refused("a redirect to a login", "auth-required", 302, 302, "", "Location: /oauth2/start"),
        refused("a challenge", "auth-required", 403, 403, "<title>", "cf-mitigated: challenge"),
        refused("a CAPTCHA", "auth-required", 405, 405, "", "x-amzn-waf-action: captcha"),
        refused("a network that wants a login", "auth-required", 511, 511, ""),
        refused("a host that is not served", "upgrade-not-forwarded", 421, 421, ""),
        refused("headers too large", "upgrade-not-forwarded", "headers-too-large", 431, ""),
        refused(
            "headers too large for nginx",
            "upgrade-not-forwarded",
            "headers-too-large",
            400,
            "<center>Request Header Or Cookie Too Large</center>"),
        fault(
            "Envoy that forbids upgrades alone",
            "upgrade-not-forwarded",
            403,
            "request",
            r ->
                r.refused(
                    Recorded.answered(403, 0.01, "", "server: envoy"),
                    Recorded.answered(200, 0.01, "<p>"))),
        redirect("elsewhere", "https://login.example.org/", "https://login.example.org/"),
        fault(
            "no server behind the proxy",
            "no-backend",
            502,
            null,
            r -> both(r, Recorded.answered(502, 0.01, "<html>"))),
        fault(
            "an end to an upgrade, 503 to a page",
            "no-backend",
            "closed",
            null,
            r -> r.refused(Recorded.failed(Result.CLOSED, 0.01), Recorded.answered(503, 0.01, ""))),
        fault(
            "101, then 1011",
            "no-backend",
            1011,
            null,
            r -> {
              Attempt opened = Recorded.answered(101, 0.002, "");
              Attempt upgraded = Recorded.attempt(Result.UPGRADED, 1, 0.002, 101, "", null);
              r.refused(opened, null);
              r.upgrade = Upgrade.of(List.of(upgraded.withIdentity(null)));
              r.interruptions.add(gone("view", 0.01));
              r.interruptions.add(gone("round-trip", 0.02));
            }),
        fault(
            "a server that does not answer",
            "backend-timeout",
            4.0,
            null,
            r -> r.refused(Recorded.answered(504, 4.01, ""), Recorded.answered(504, 4.0, ""))),
        fault(
            "all is forbidden",
            "auth-required",
            403,
            null,
            r -> both(r, Recorded.answered(403, 0.01, ""))),
        fault(
            "credentials",
            "auth-required",
            401,
            null,
            r -> both(r, Recorded.answered(401, 0.01, ""))),
        fault(
            "a 101 to another key",
            "bad-accept-key",
            null,
            "response",
            r ->
                r.refused(
                    Recorded.attempt(
                        Result.WRONG_ACCEPT, 1, 0.01, 101, "", null, "Sec-WebSocket-Accept: x"),
                    null)),
        fault(
            "a refused extended CONNECT",
            "h2-connect-failed",
            400,
            null,
            r -> r.http2 = new Http2(true, true, 400, "")));
  }

  private static Interruption gone(String step, double age) {
    return new Interruption(step, Recorded.closed(1011, ""), age, 0, 0, null);
  }

  private static Fault redirect(String name, String to, String location) {
    return fault(
        "a redirect " + name,
        "redirect",
        to,
        null,
        r -> both(r, Recorded.answered(301, 0.01, "", "Location: " + location)));
  }

  private static Fault refused(
      String name, String id, Object value, int status, String body, String... headers) {
    String direction = id.equals("upgrade-not-forwarded") ? "request" : null;
    Consumer<Recorded> change = r -> both(r, Recorded.answered(status, 0.01, body, headers));
    return fault(name, id, value, direction, change);
  }

  private static void seen(Recorded r, String uri, List<Header> headers) {
    r.view =
        r.view.with(
            changed ->
                changed
                    .seenUri(uri)
                    .seenVersion("HTTP/1.1")
                    .seenHeaders(headers)
                    .node("a")
                    .refusal(null)
                    .roundTripSeconds(0.001));
  }

  /** The headers that were seen, but for one of another value, or none where that is null. */
  private static List<Header> changed(Recorded r, String name, String value) {
    return r.view.seenHeaders().stream()
        .filter(header -> value != null || !header.name().equalsIgnoreCase(name))
        .map(
            header ->
                header.name().equalsIgnoreCase(name) ? new Header(header.name(), value) : header)
        .toList();
  }

  private static List<Fault> openings() {
    Attempt forbidden = Recorded.answered(403, 0.01, "");
    Attempt unavailable = Recorded.answered(503, 0.01, "");
    return List.of(
        refusedVariant("a refused Origin", "origin-refused", forbidden, Variant.SAME_ORIGIN),
        refusedVariant(
            "a refused foreign Origin", "origin-refused", forbidden, Variant.FOREIGN_ORIGIN),
        refusedVariant("a refused tool", "user-agent-refused", forbidden, Variant.NO_USER_AGENT),
        refusedVariant(
            "keep-alive, Upgrade",
            "connection-form-refused",
            forbidden,
            Variant.KEEP_ALIVE_UPGRADE),
        fault(
            "five at a time",
            "connection-limit",
            5.0,
            null,
            r ->
                r.capacity =
                    new Capacity(
                        13,
                        5,
                        List.of(unavailable, unavailable, unavailable),
                        unavailable,
                        Recorded.upgraded(9),
                        null,
                        0.2)),
        fault(
            "a rate that lets in again after a second",
            "rate-limit",
            0.91,
            null,
            r ->
                r.capacity =
                    new Capacity(
                        13,
                        5,
                        List.of(unavailable, unavailable, unavailable),
                        Recorded.upgraded(9),
                        Recorded.upgraded(10),
                        null,
                        1)),
        fault(
            "429 among the first",
            "rate-limit",
            0.0,
            null,
            r -> r.reliability = reliability("in in in 429 429 429 429 429")),
        fault(
            "one of two servers is down",
            "unreliable",
            2.0,
            null,
            r -> r.reliability = reliability("in 502 in 502 in 502 in 502")),
        fault(
            "one of three servers is down",
            "unreliable",
            3.0,
            null,
            r -> r.reliability = reliability("in in 502 in in 502 in in")));
  }

  private static Reliability reliability(String outcomes) {
    List<Attempt> attempts = new ArrayList<>();
    for (String outcome : outcomes.split(" ", -1)) {
      double at = 2 + attempts.size() * 0.01;
      attempts.add(
          outcome.equals("in")
              ? Recorded.upgraded(at)
              : Recorded.answered(Integer.parseInt(outcome), 0.01, "").withOpenedAt(at));
    }
    return new Reliability(attempts);
  }

  private static Fault refusedVariant(
      String name, String id, Attempt refused, Variant... variants) {
    return fault(
        name,
        id,
        403,
        null,
        r -> {
          Map<Variant, Tried> tried = new HashMap<>(r.variants.tried());
          for (Variant variant : variants) {
            tried.put(variant, new Tried(refused, refused));
          }
          r.variants = new Variants(tried, null);
        });
  }

  private static List<Fault> negotiation() {
    String deflate = Recorded.DEFLATE;
    return List.of(
        subprotocol("lost on the request", "subprotocol-stripped", "request", "", "", ""),
        subprotocol("lost on the answer", "subprotocol-stripped", "response", "chat", "chat", ""),
        subprotocol(
            "another one on the answer", "subprotocol-changed", "response", "chat", "chat", "x"),
        compression("lost on the request", "compression-stripped", "request", "", "", "", null, ""),
        compression(
            "lost on the answer",
            "compression-stripped",
            "response",
            deflate,
            deflate,
            "",
            null,
            ""),
        compression(
            "claimed though nobody agreed",
            "compression-forged",
            "response",
            deflate,
            "",
            deflate,
            false,
            "RSV1"),
        compression(
            "broken messages",
            "compression-broken",
            null,
            deflate,
            deflate,
            deflate,
            false,
            "RSV1"));
  }

  private static Fault subprotocol(
      String name, String id, String direction, String seen, String agreed, String claimed) {
    return fault(
        "a subprotocol " + name,
        id,
        id.endsWith("changed") ? claimed : null,
        direction,
        r -> r.subprotocol = new Negotiation("chat", seen, agreed, claimed, "", null, ""));
  }

  private static Fault compression(
      String name,
      String id,
      String direction,
      String seen,
      String agreed,
      String claimed,
      Boolean exchanged,
      String fault) {
    return fault(
        "compression: " + name,
        id,
        id.endsWith("forged") ? claimed : id.endsWith("broken") ? fault : null,
        direction,
        r ->
            r.compression =
                new Negotiation(Recorded.DEFLATE, seen, agreed, claimed, "", exchanged, fault));
  }

  private static List<Fault> silence() {
    return List.of(
        idle("either direction", BOTH, 20, EnumSet.of(Kind.CLIENT_PINGS, Kind.SERVER_PINGS)),
        idle(
            "the server's data",
            "server-data",
            20,
            EnumSet.of(Kind.CLIENT_DATA, Kind.SERVER_PINGS, Kind.CLIENT_PINGS)),
        idle("the client's data", "client-data", 20, EnumSet.of(Kind.SERVER_DATA)),
        fault(
            "a timer that looks once a second",
            "idle-timeout",
            20.0,
            BOTH,
            r -> {
              double[] later = {0};
              lanes(
                  r,
                  lane ->
                      IDLE.contains(lane.kind())
                          ? Recorded.cutAfter(lane, 20 + (later[0] += 0.3) % 1)
                          : lane);
            }),
        fault(
            "no first message",
            "first-message-timeout",
            15.0,
            null,
            r ->
                lanes(
                    r,
                    lane ->
                        EnumSet.of(Kind.SILENT, Kind.ASKED_AT_HALF).contains(lane.kind())
                            ? Recorded.cutAfter(lane, 15)
                            : lane)),
        fault(
            "a lifetime",
            "lifetime-limit",
            30.0,
            null,
            r -> lanes(r, l -> Recorded.cutAfter(l, 30))),
        fault(
            "a reload",
            "cut-all-at-once",
            40.0,
            null,
            r -> lanes(r, lane -> Recorded.cutAfter(lane, 40 - lane.openedAt()))),
        fault(
            "a flow that is forgotten",
            "silent-drop",
            Recorded.HORIZON / 2,
            BOTH,
            r ->
                lanes(
                    r,
                    lane ->
                        EnumSet.of(Kind.SILENT, Kind.ASKED_AT_HALF).contains(lane.kind())
                            ? Recorded.mute(lane)
                            : lane)),
        fault(
            "messages of the client are counted",
            "cut-after-messages",
            20.0,
            UP,
            r -> {
              r.interruptions.add(Recorded.interruption("integrity", 4, 1, 20, 900, 19, 900));
              r.interruptions.add(Recorded.interruption("sizes", 6, 2, 20, 70_000, 5, 100));
            }),
        fault(
            "a cut amid what is asked with compression",
            "cut-after-messages",
            2.0,
            UP,
            r -> {
              r.interruptions.add(Recorded.interruption("integrity", 4, 1, 2, 90, 1, 90));
              r.interruptions.add(Recorded.interruption("compression", 6, 2, 2, 90, 1, 90));
              String deflate = Recorded.DEFLATE;
              r.compression = new Negotiation(deflate, deflate, deflate, deflate, "", false, "");
            }),
        fault(
            "bytes of the server are counted",
            "cut-after-bytes",
            100_000.0,
            DOWN,
            r -> {
              r.interruptions.add(Recorded.interruption("sizes", 4, 1, 2, 90, 11, 100_000));
              r.interruptions.add(
                  Recorded.interruption("throughput", 6, 2, 9, 70_000, 31, 101_000));
            }));
  }

  private static void lanes(Recorded r, UnaryOperator<Lane> change) {
    r.silence = new Silence(Recorded.lanes(change), Recorded.HORIZON);
  }

  private static Fault idle(String name, String direction, double seconds, Set<Kind> cutToo) {
    return fault(
        "an idle timeout: " + name,
        "idle-timeout",
        seconds,
        direction,
        r ->
            lanes(
                r,
                lane ->
                    Lanes.IDLE.contains(lane.kind()) || cutToo.contains(lane.kind())
                        ? Recorded.cutAfter(lane, seconds)
                        : lane));
  }

  private static List<Fault> content() {
    Flow well = new Flow(40, 40, 0, 0, 0, 0, 0, 40, 40);
    Flow lost = new Flow(40, 36, 4, 0, 0, 0, 0, 40, 36);
    return List.of(
        sizes("messages up", "message-limit", UP, 65_536, Long.MAX_VALUE, false, true),
        sizes("messages down", "message-limit", DOWN, Long.MAX_VALUE, 65_536, false, true),
        sizes("messages both ways", "message-limit", BOTH, 65_536, 65_536, false, true),
        sizes("frames up", "frame-limit", UP, 65_536, Long.MAX_VALUE, true, true),
        sizes("sums down", "cut-after-bytes", DOWN, Long.MAX_VALUE, 65_536, false, false),
        fault(
            "a limit of messages larger than the largest frame",
            "message-limit",
            131_072.0,
            UP,
            r ->
                r.sizes =
                    new Sizes(
                        List.of(
                            new Sizes.Try(
                                Direction.CLIENT_TO_SERVER, Sizes.Form.WHOLE, 65_536, true, null),
                            new Sizes.Try(
                                Direction.CLIENT_TO_SERVER,
                                Sizes.Form.FRAGMENTS,
                                131_072,
                                true,
                                null),
                            new Sizes.Try(
                                Direction.CLIENT_TO_SERVER,
                                Sizes.Form.FRAGMENTS,
                                131_073,
                                false,
                                null),
                            new Sizes.Try(
                                Direction.CLIENT_TO_SERVER,
                                Sizes.Form.FRAGMENTS,
                                1 << 20,
                                false,
                                null)),
                        1 << 20)),
        fault(
            "buffering down",
            "buffering",
            0.5,
            DOWN,
            r -> {
              r.buffering =
                  new Buffering(
                      0.05,
                      Map.of(
                          Direction.SERVER_TO_CLIENT,
                          Recorded.clumps(0.5),
                          Direction.CLIENT_TO_SERVER,
                          Recorded.clock(0.05, 0, 0).arrivals().get(Direction.CLIENT_TO_SERVER)),
                      List.of(0.45, 0.5, 0.5),
                      null);
              r.roundTrips = new RoundTrips(List.of(0.45, 0.5, 0.5), List.of(0.002));
            }),
        fault(
            "a delay both ways",
            "packet-delay",
            100.0,
            BOTH,
            r -> {
              r.roundTrips = new RoundTrips(List.of(0.202, 0.21), List.of(0.002));
              r.buffering = Recorded.clock(0.05, 0.1, 0.2);
            }),
        fault(
            "a delay down",
            "packet-delay",
            200.0,
            DOWN,
            r -> {
              r.roundTrips = new RoundTrips(List.of(0.202, 0.21), List.of(0.002));
              r.buffering = Recorded.clock(0.05, 0.2, 0.2);
            }),
        fault(
            "a rate up",
            "throughput",
            50_000.0,
            UP,
            r ->
                r.throughput =
                    new Throughput(
                        Map.of(Direction.CLIENT_TO_SERVER, 5e4, Direction.SERVER_TO_CLIENT, 2e8),
                        1 << 20)),
        flow("messages-lost", UP, lost, well),
        flow("messages-lost", DOWN, well, lost),
        flow("messages-lost", BOTH, lost, lost),
        flow("messages-duplicated", DOWN, well, new Flow(40, 44, 0, 4, 0, 0, 0, 40, 44)),
        flow("messages-reordered", UP, new Flow(40, 40, 0, 0, 4, 0, 0, 40, 40), well),
        flow("content-changed", DOWN, well, new Flow(40, 40, 0, 0, 0, 4, 0, 40, 40)),
        flow("type-changed", UP, new Flow(40, 40, 0, 0, 0, 0, 4, 40, 40), well),
        fault(
            "frames are merged",
            "fragments-changed",
            40.0,
            UP,
            r ->
                r.integrity =
                    new Integrity(
                        Map.of(
                            Direction.CLIENT_TO_SERVER,
                            new Flow(40, 40, 0, 0, 0, 0, 0, 120, 40),
                            Direction.SERVER_TO_CLIENT,
                            well),
                        null)),
        fault(
            "early data of the server gets lost",
            "early-data-lost",
            2.0,
            DOWN,
            r -> r.earlyData = new EarlyData(5, 3, 1, 1)));
  }

  private static Fault sizes(
      String name,
      String id,
      String direction,
      long up,
      long down,
      boolean fragments,
      boolean sum) {
    return fault(
        "a limit of " + name,
        id,
        65_536.0,
        direction,
        r -> r.sizes = new Sizes(Recorded.sizes(up, down, fragments, sum), 1 << 20));
  }

  private static Fault flow(String id, String direction, Flow up, Flow down) {
    return fault(
        id + " " + direction,
        id,
        4.0,
        direction,
        r ->
            r.integrity =
                new Integrity(
                    Map.of(Direction.CLIENT_TO_SERVER, up, Direction.SERVER_TO_CLIENT, down),
                    null));
  }

  private static List<Fault> control() {
    return List.of(
        fault(
            "pings are answered on the way",
            "ping-answered-by-proxy",
            3.0,
            UP,
            r -> r.pings = new Pings(3, 3, 3, 3, 3, 3, 3)),
        fault(
            "pings of the server are answered on the way",
            "ping-answered-by-proxy",
            3.0,
            DOWN,
            r -> r.pings = new Pings(3, 3, 3, 0, 3, 0, 3)),
        fault(
            "pings get lost", "pings-lost", 3.0, UP, r -> r.pings = new Pings(3, 0, 3, 0, 3, 3, 3)),
        fault(
            "pings of the server get lost",
            "pings-lost",
            3.0,
            DOWN,
            r -> r.pings = new Pings(3, 3, 3, 0, 3, 0, 0)),
        end("no code down", "close-code-lost", 1006.0, DOWN, Case.SERVER_CLOSE, Recorded.cut(4)),
        end(
            "another code up",
            "close-code-lost",
            1000.0,
            UP,
            Case.CLIENT_CLOSE,
            Recorded.closed(1000, "")),
        end(
            "no reason down",
            "close-reason-lost",
            "",
            DOWN,
            Case.SERVER_CLOSE,
            Recorded.closed(4001, "")),
        fault(
            "the server is not told of an end",
            "end-not-told",
            5.0,
            UP,
            r -> {
              Map<Case, Seen> cases = new EnumMap<>(r.closes.cases());
              cases.put(Case.CLIENT_FIN, new Seen(0, "", null, 0, 5));
              cases.put(Case.CLIENT_RESET, new Seen(0, "", null, 0, 5));
              r.closes = new Closes(cases);
            }));
  }

  private static Fault end(
      String name, String id, Object value, String direction, Case kind, Ending arrived) {
    return fault(
        "an end with " + name,
        id,
        value,
        direction,
        r -> {
          Map<Case, Seen> cases = new EnumMap<>(r.closes.cases());
          Seen seen = cases.get(kind);
          cases.put(kind, new Seen(seen.code(), seen.reason(), arrived, 0, 0.1));
          r.closes = new Closes(cases);
        });
  }

  @Test
  @DisplayName("two idle timeouts, one of each end's data, are two findings")
  void eachEnd() {
    Recorded recorded = Recorded.behind(Product.HAPROXY);
    lanes(
        recorded,
        lane ->
            lane.kind() == Kind.BOTH_DATA
                ? lane
                : Recorded.cutAfter(lane, lane.kind() == Kind.SERVER_DATA ? 30 : 20));
    assertEquals(
        List.of("server-data", "client-data"),
        RULES.apply(recorded.build()).stream().map(Finding::direction).toList());
  }

  @Test
  @DisplayName("an idle timeout before a lifetime is told beside it")
  void idleAndLifetime() {
    Recorded recorded = Recorded.behind(Product.NGINX);
    lanes(recorded, lane -> Recorded.cutAfter(lane, Lanes.DATA.contains(lane.kind()) ? 60 : 20));
    assertEquals(
        List.of(FindingId.LIFETIME_LIMIT, FindingId.IDLE_TIMEOUT),
        RULES.apply(recorded.build()).stream().map(Finding::id).toList());
  }

  @Test
  @DisplayName("timers of a few seconds are told apart as those of minutes are")
  void shortTimers() {
    Recorded recorded = Recorded.behind(Product.NGINX);
    lanes(recorded, lane -> Recorded.cutAfter(lane, Lanes.DATA.contains(lane.kind()) ? 3 : 2));
    List<Finding> findings = RULES.apply(recorded.build());
    assertEquals(
        List.of(FindingId.LIFETIME_LIMIT, FindingId.IDLE_TIMEOUT),
        findings.stream().map(Finding::id).toList());
    assertEquals(3, findings.get(0).number(), 0.01);
    assertEquals(2, findings.get(1).number(), 0.05);
  }

  @Test
  @DisplayName(
      "a timer that is shorter than the pause between data is an idle timeout, no lifetime")
  void shorterThanPauses() {
    Recorded recorded = Recorded.behind(Product.NGINX);
    lanes(
        recorded,
        lane -> {
          Lane cut = Recorded.cutAfter(lane, 0.3);
          return new Lane(
              cut.kind(), cut.openedAt(), cut.openedAt(), cut.ending(), null, 0, cut.record());
        });
    Finding finding = RULES.apply(recorded.build()).get(0);
    assertEquals(FindingId.IDLE_TIMEOUT, finding.id());
    assertEquals(Certainty.LIKELY, finding.certainty());
  }

  @Test
  @DisplayName("of what an echo loses, the server's record tells the way there from the way back")
  void echo() {
    Recorded recorded = Recorded.behind(Product.NGINX);
    Flow well = new Flow(40, 40, 0, 0, 0, 0, 0, 45, 45);
    Flow lost = new Flow(40, 36, 4, 0, 0, 0, 0, 45, 36);
    assertEquals(UP, direction(recorded, lost, lost));
    assertEquals(DOWN, direction(recorded, well, lost));
    assertEquals(BOTH, direction(recorded, null, new Flow(40, 40, 0, 0, 0, 4, 0, 45, 40)));
  }

  private static String direction(Recorded recorded, Flow up, Flow echo) {
    Map<Direction, Flow> flows = new EnumMap<>(Direction.class);
    flows.put(Direction.BOTH, echo);
    if (up != null) {
      flows.put(Direction.CLIENT_TO_SERVER, up);
    }
    recorded.integrity = new Integrity(flows, null);
    List<Finding> findings = RULES.apply(recorded.build());
    assertEquals(1, findings.stream().filter(f -> f.severity() == Severity.PROBLEM).count());
    return findings.get(0).direction();
  }

  @Test
  @DisplayName("a subprotocol that is claimed in place of the one offered is found in the variants")
  void invented() {
    Recorded recorded = Recorded.behind(Product.NGINX);
    Attempt wrong =
        Recorded.attempt(
            Result.WRONG_UPGRADE, 1, 0.01, 101, "", null, "Sec-WebSocket-Protocol: evil");
    Map<Variant, Tried> tried = new HashMap<>(recorded.variants.tried());
    tried.put(Variant.SUBPROTOCOL, new Tried(wrong, wrong));
    recorded.variants = new Variants(tried, null);
    recorded.subprotocol = new Negotiation("chat", null, null, "evil", null, null, "not offered");
    Finding finding = RULES.apply(recorded.build()).get(0);
    assertEquals(FindingId.SUBPROTOCOL_CHANGED, finding.id());
    assertEquals("evil", finding.value().get("claimed"));
  }

  @Test
  @DisplayName("what follows from a finding is explained by it, and not told again")
  void explained() {
    Recorded recorded = Recorded.behind(Product.NGINX);
    recorded.compression =
        new Negotiation(
            Recorded.DEFLATE, Recorded.DEFLATE, Recorded.DEFLATE, "", "", false, "RSV1");
    recorded.integrity =
        new Integrity(
            Map.of(
                Direction.CLIENT_TO_SERVER,
                new Flow(40, 40, 0, 0, 0, 0, 0, 40, 40),
                Direction.SERVER_TO_CLIENT,
                new Flow(40, 20, 20, 0, 0, 0, 0, 40, 20)),
            null);
    List<Finding> findings = RULES.apply(recorded.build());
    assertEquals(
        List.of(FindingId.COMPRESSION_STRIPPED), findings.stream().map(Finding::id).toList());
    assertEquals(List.of(FindingId.MESSAGES_LOST), findings.get(0).explains());
  }

  @Test
  @DisplayName("what the server does past the path as well is its own, and a note")
  void direct() {
    Recorded recorded = Recorded.foreign();
    recorded.silence =
        new Silence(Recorded.lanes(lane -> Recorded.cutAfter(lane, 20)), Recorded.HORIZON);
    assertEquals("server possible", cause(RULES.apply(recorded.build()).get(0)));
    recorded.direct = recorded.build();
    Finding own = RULES.apply(recorded.build()).get(0);
    assertEquals("server sure", cause(own));
    assertEquals(Severity.NOTE, own.severity());
  }

  @Test
  @DisplayName("the cause is the product on the path whose default is the value")
  void cause() {
    Recorded recorded = Recorded.behind(Product.NGINX);
    lanes(
        recorded,
        lane ->
            EnumSet.of(Kind.SILENT, Kind.FIRST_MESSAGE, Kind.CLIENT_DATA).contains(lane.kind())
                ? Recorded.cutAfter(lane, 60.02)
                : lane);
    Finding finding = RULES.apply(recorded.build()).get(0);
    assertEquals("nginx likely", cause(finding));
    assertEquals(List.of("nginx", "any"), finding.fixes().stream().map(Fix::product).toList());
    assertTrue(finding.fixes().get(1).text().contains("every 25 s"), finding.fixes()::toString);
  }

  @Test
  @DisplayName("a default that a product has which was not recognised is possible")
  void elsewhere() {
    Recorded recorded = Recorded.behind(Product.BYTES);
    lanes(
        recorded,
        lane -> Lanes.DATA.contains(lane.kind()) ? lane : Recorded.cutAfter(lane, 350.0 / 5));
    Finding finding = RULES.apply(recorded.build()).get(0);
    assertEquals("unknown unknown", cause(finding));
  }

  private static String cause(Finding finding) {
    Cause cause = finding.causes().get(0);
    return cause.id() + " " + cause.confidence().label();
  }

  @Test
  @DisplayName("a gateway may lose compression on one leg, and loses a subprotocol")
  void gateway() {
    Recorded recorded = Recorded.behind(Product.GATEWAY);
    recorded.subprotocol = new Negotiation("chat", "", "", "", "", null, "");
    List<Finding> findings = RULES.apply(recorded.build());
    assertEquals(
        List.of(FindingId.SUBPROTOCOL_STRIPPED), findings.stream().map(Finding::id).toList());
    assertEquals("gateway likely", cause(findings.get(0)));
  }

  @Test
  @DisplayName("an instant that other connections of another age meet as well is no age")
  void instant() {
    Recorded recorded = Recorded.behind(Product.NGINX);
    recorded.interruptions.add(Recorded.interruption("sizes", 40, 3, 5, 50, 5, 50));
    recorded.interruptions.add(Recorded.interruption("pings", 40.1, 8, 7, 90, 7, 90));
    assertEquals(
        List.of(FindingId.CUT_ALL_AT_ONCE),
        RULES.apply(recorded.build()).stream().map(Finding::id).toList());
  }

  @Test
  @DisplayName("pages of other hosts that are refused are a note, one's own page is a problem")
  void origins() {
    assertEquals(
        List.of(Severity.NOTE, Severity.PROBLEM),
        IntStream.range(0, 2)
            .mapToObj(
                i -> {
                  Recorded recorded = Recorded.behind(Product.NGINX);
                  refusedVariant(
                          "",
                          "",
                          Recorded.answered(403, 0.01, ""),
                          i == 0 ? Variant.FOREIGN_ORIGIN : Variant.SAME_ORIGIN)
                      .change
                      .accept(recorded);
                  return RULES.apply(recorded.build()).get(0).severity();
                })
            .toList());
  }
}
