package io.wsgauge.check.rule;

import static io.wsgauge.check.Recorded.answered;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsgauge.check.Recorded;
import io.wsgauge.check.Recorded.Product;
import io.wsgauge.check.measurement.Attempt;
import io.wsgauge.check.measurement.Attempt.Result;
import io.wsgauge.check.measurement.Buffering;
import io.wsgauge.check.measurement.Capacity;
import io.wsgauge.check.measurement.Direction;
import io.wsgauge.check.measurement.EarlyData;
import io.wsgauge.check.measurement.Ending;
import io.wsgauge.check.measurement.GarbageProbe;
import io.wsgauge.check.measurement.Header;
import io.wsgauge.check.measurement.Integrity;
import io.wsgauge.check.measurement.Interruption;
import io.wsgauge.check.measurement.Negotiation;
import io.wsgauge.check.measurement.Pace;
import io.wsgauge.check.measurement.Reliability;
import io.wsgauge.check.measurement.Silence;
import io.wsgauge.check.measurement.Silence.Kind;
import io.wsgauge.check.measurement.Silence.Lane;
import io.wsgauge.check.measurement.Sizes;
import io.wsgauge.check.measurement.Sizes.Form;
import io.wsgauge.check.measurement.Sizes.Try;
import io.wsgauge.check.measurement.TlsExamination;
import io.wsgauge.check.measurement.Upgrade;
import io.wsgauge.check.measurement.Variants;
import io.wsgauge.check.measurement.Variants.Tried;
import io.wsgauge.check.measurement.Variants.Variant;
import io.wsgauge.check.measurement.View;
import io.wsgauge.check.report.CatalogueFile;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What was recorded of faults in nginx, HAProxy, http-proxy and gateways of Node.js. */
class ProductFaultsTest {
  private static final Rules RULES = new Rules(CatalogueFile.read());
  private static final Set<Kind> IDLE =
      EnumSet.of(Kind.SILENT, Kind.ASKED_AT_HALF, Kind.FIRST_MESSAGE);

  private static List<Finding> found(Recorded recorded) {
    return RULES.apply(recorded.build());
  }

  private static List<String> told(Recorded recorded) {
    return found(recorded).stream()
        .map(f -> f.id().label() + " " + f.value().get(f.id().value()))
        .toList();
  }

  @Test
  @DisplayName("a cache may store the page for the first that asks")
  void storedForTheFirst() {
    Recorded recorded = Recorded.behind(Product.NGINX);
    Attempt miss = answered(200, 0.01, "<html>", "X-Cache: MISS");
    Attempt hit = answered(200, 0.01, "<html>", "X-Cache: HIT");
    recorded.refused(miss, hit);
    recorded.upgrade = new Upgrade(List.of(miss, hit), hit, hit, null, false);

    assertEquals(List.of("upgrade-not-forwarded cached-200"), told(recorded));
  }

  @Test
  @DisplayName("a certificate of the client that HTTP asks for is one of the credentials")
  void clientCertificate() {
    Recorded recorded = Recorded.behind(Product.NGINX);
    Attempt asked = answered(400, 0.01, "<center>No required SSL certificate was sent</center>");
    recorded.refused(asked, asked);

    assertEquals(List.of("auth-required 400"), told(recorded));
  }

  @Test
  @DisplayName("an upgrade that is taken with an Origin alone is refused by its Origin")
  void originWanted() {
    Recorded recorded = Recorded.behind(Product.NGINX);
    Attempt refused = answered(403, 0.01, "");
    List<Header> request = new ArrayList<>(Recorded.request());
    request.add(new Header("Origin", "http://app.example.org"));
    Attempt taken = Recorded.upgraded(1.1).withRequest(request);
    recorded.upgrade = Upgrade.of(List.of(refused, refused, taken));

    assertEquals("missing", found(recorded).get(0).value().get("origin"));
    assertEquals(List.of("origin-refused 403"), told(recorded));
  }

  @Test
  @DisplayName("an Origin that does not arrive is a header that was removed")
  void originRemoved() {
    Recorded recorded = Recorded.behind(Product.NGINX);
    List<Header> sent = new ArrayList<>(Recorded.request());
    sent.add(new Header("Origin", "http://app.example.org"));
    Map<Variant, Tried> tried = new HashMap<>(recorded.variants.tried());
    tried.put(Variant.SAME_ORIGIN, new Tried(Recorded.upgraded(4).withRequest(sent), null));
    recorded.variants = new Variants(tried, Recorded.record(null, 1, 0, 0, 0, 0));

    assertEquals(List.of("header-removed [Origin]"), told(recorded));
  }

  @Test
  @DisplayName("a Host without its port is the same host")
  void hostWithoutPort() {
    Recorded recorded = Recorded.behind(Product.NGINX);
    List<Header> sent =
        recorded.view.attempt().request().stream()
            .map(h -> h.name().equals("Host") ? new Header("Host", "app.example.org:8443") : h)
            .toList();
    View view = recorded.view;
    recorded.view = view.withAttempt(view.attempt().withRequest(sent));

    assertEquals(List.of(), told(recorded));
  }

  @Test
  @DisplayName("a rate is what is let in once the burst is used up")
  void rate() {
    Recorded recorded = Recorded.behind(Product.NGINX);
    List<Attempt> attempts = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      attempts.add(Recorded.upgraded(2 + i * 0.01));
    }
    // one in ten of those that come each 50 ms
    for (int i = 0; i < 50; i++) {
      double at = 2.1 + i * 0.05;
      attempts.add(i % 10 == 9 ? Recorded.upgraded(at) : answered(503, 0.01, "").withOpenedAt(at));
    }
    recorded.reliability = new Reliability(attempts);

    Finding finding = found(recorded).get(0);
    assertEquals("rate-limit", finding.id().label());
    assertEquals(2.0, (double) finding.value().get("perSecond"), 0.1);
  }

  @Test
  @DisplayName("a port on which nobody listens any more is no limit")
  void gone() {
    Recorded recorded = Recorded.behind(Product.HAPROXY);
    Attempt refused = Recorded.failed(Result.CONNECT_REFUSED, 0);
    recorded.reliability =
        new Reliability(
            Stream.concat(
                    Stream.of(Recorded.upgraded(2)),
                    Stream.of(2.1, 2.2, 2.3, 2.4).map(at -> refused.withOpenedAt(at)))
                .toList());

    assertEquals(
        List.of(), told(recorded).stream().filter(f -> f.startsWith("rate-limit")).toList());
  }

  @Test
  @DisplayName("an opening that this process saw late shortens no silence")
  void lateOpening() {
    Recorded recorded = Recorded.behind(Product.BYTES);
    recorded.silence =
        new Silence(
            Recorded.lanes(
                lane ->
                    IDLE.contains(lane.kind())
                        ? late(Recorded.cutAfter(lane, 60), lane.kind() == Kind.SILENT ? 0.9 : 0.1)
                        : lane),
            Recorded.HORIZON);

    Finding finding = found(recorded).get(0);
    assertEquals("idle-timeout", finding.id().label());
    assertEquals(60, finding.number(), 0.3);
  }

  private static Lane late(Lane lane, double seconds) {
    return new Lane(
        lane.kind(),
        lane.openedAt() + seconds,
        lane.lastDataAt() + seconds,
        lane.ending(),
        lane.answeredAtEnd(),
        lane.ownLag(),
        lane.record());
  }

  @Test
  @DisplayName("a proxy of Go drops what comes before its 101, and is well")
  void early() {
    Recorded recorded = Recorded.behind(Product.CADDY);
    recorded.earlyData = new EarlyData(5, 5, 1, 0);

    assertEquals(List.of(), told(recorded));
  }

  @Test
  @DisplayName("what is larger may be dropped without a word, or stall all that is behind it")
  void largerWithoutAnEnd() {
    for (boolean alive : List.of(true, false)) {
      Recorded recorded = Recorded.behind(Product.NGINX);
      List<Try> tries = new ArrayList<>();
      for (long bytes : List.of(1L << 20, 40_001L)) {
        tries.add(new Try(Direction.CLIENT_TO_SERVER, Form.WHOLE, bytes, false, null, alive));
      }
      tries.add(new Try(Direction.CLIENT_TO_SERVER, Form.WHOLE, 40_000, true, null));
      recorded.sizes = new Sizes(tries, 1 << 20);
      Finding finding = found(recorded).get(0);
      assertEquals("message-limit", finding.id().label());
      assertEquals(alive ? "dropped" : "stalled", finding.value().get("how"));
    }
  }

  @Test
  @DisplayName("what did not arrive at first, and does once it is waited for longer, is no limit")
  void lateAtFirst() {
    Recorded recorded = Recorded.behind(Product.NGINX);
    recorded.sizes =
        new Sizes(
            List.of(
                new Try(Direction.CLIENT_TO_SERVER, Form.WHOLE, 1 << 20, false, null, false),
                new Try(Direction.CLIENT_TO_SERVER, Form.WHOLE, 1 << 19, true, null),
                new Try(Direction.CLIENT_TO_SERVER, Form.WHOLE, 1 << 20, true, null)),
            1 << 20);
    assertEquals(List.of(), told(recorded));
  }

  @Test
  @DisplayName("a timer that looks at whole seconds is set to the whole number that fits")
  void earlyTimer() {
    Finding idle =
        Finding.measured(
                FindingId.IDLE_TIMEOUT,
                Map.of("seconds", 1.294, "min", 1.294, "max", 1.902),
                "A WebSocket without data is cut after 1.29 s.",
                "silence")
            .withDirection("both");
    Hop squid = new Hop("squid", Confidence.SURE, Hop.Position.ONLY, "it says so");
    Map<String, Object> value = CatalogueFile.read().explain(idle, List.of(squid)).value();
    assertEquals(
        List.of(2.0, 1.294, 2.294), Stream.of("seconds", "min", "max").map(value::get).toList());
  }

  @Test
  @DisplayName("the usual reply to what was asked otherwise says that the query does not arrive")
  void usualReply() {
    Recorded recorded = Recorded.foreign();
    View view = recorded.view;
    recorded.view = View.unseen(view.attempt(), "reply=info&id=a", 0.001).withUsual(true);
    assertEquals(List.of("query-dropped [reply, id]"), told(recorded));
  }

  @Test
  @DisplayName("an end without an answer where a certificate was asked for asks for it")
  void certificateWanted() {
    Recorded recorded = Recorded.behind(Product.NGINX);
    recorded.refused(Recorded.failed(Result.RESET, 0.01), null);
    TlsExamination tls = Recorded.tls(certificate -> certificate);
    recorded.tls =
        new TlsExamination(
            "",
            tls.version(),
            tls.cipher(),
            tls.applicationProtocol(),
            tls.certificate(),
            tls.versions(),
            true);
    assertEquals(List.of("auth-required reset"), told(recorded));
  }

  @Test
  @DisplayName("a gateway's limit of messages may be that of the server's frames")
  void limitOfGateway() {
    Recorded recorded = Recorded.behind(Product.GATEWAY);
    Ending closed = Recorded.closed(1009, "");
    List<Try> tries = new ArrayList<>();
    for (Direction direction : List.of(Direction.CLIENT_TO_SERVER, Direction.SERVER_TO_CLIENT)) {
      boolean up = direction == Direction.CLIENT_TO_SERVER;
      tries.add(new Try(direction, Form.WHOLE, 65_536, true, null));
      tries.add(new Try(direction, Form.FRAGMENTS, 1 << 20, !up, up ? closed : null));
      tries.add(new Try(direction, Form.FRAGMENTS, 65_537, !up, up ? closed : null));
      tries.add(new Try(direction, Form.FRAGMENTS, 65_536, true, null));
      tries.add(new Try(direction, Form.SUM, 65_537, true, null));
    }
    recorded.sizes = new Sizes(tries, 1 << 20);
    View view = recorded.view;
    recorded.view = view.withLimits(Map.of("maxFrameSize", 65_536L, "maxMessageSize", 1L << 20));

    assertEquals(List.of("message-limit 65536"), told(recorded));
  }

  @Test
  @DisplayName("503 after three seconds is a server that refused HAProxy four times")
  void retried() {
    Recorded recorded = Recorded.behind(Product.HAPROXY);
    Attempt late = answered(503, 3.006, "");
    recorded.refused(late, late);

    assertEquals(List.of("no-backend 503"), told(recorded));
  }

  @Test
  @DisplayName("an upgrade without an answer, beside a page that the server answers, is swallowed")
  void swallowed() {
    Recorded recorded = Recorded.behind(Product.BYTES);
    recorded.refused(
        Recorded.failed(Result.TIMEOUT, 10),
        Recorded.refusal(426, "upgrade", "GET /ws HTTP/1.1", List.of()));

    assertEquals(List.of("upgrade-not-forwarded timeout"), told(recorded));
  }

  @Test
  @DisplayName("a gateway agrees to a subprotocol by itself, and asks for a host of its own")
  void gateway() {
    Recorded recorded = Recorded.behind(Product.GATEWAY);
    Negotiation views = recorded.subprotocol;
    recorded.subprotocol =
        new Negotiation(
            views.offered(),
            views.seen(),
            views.agreed(),
            views.claimed(),
            "wsgauge.check",
            views.exchanged(),
            views.fault());
    View view = recorded.view;
    recorded.view =
        view.withSeenHeaders(
            view.seenHeaders().stream()
                .map(h -> h.name().equals("Host") ? new Header("Host", "127.0.0.1:1234") : h)
                .toList());

    assertEquals(List.of(), told(recorded));
  }

  private static Recorded refusedAs(Attempt upgrade, Attempt page) {
    Recorded recorded = Recorded.behind(Product.NGINX);
    recorded.refused(upgrade, upgrade);
    recorded.upgrade = new Upgrade(List.of(upgrade, upgrade), page, null, null, false);
    return recorded;
  }

  @Test
  @DisplayName("what fails with a status of its own is behind the path, unless a page is well")
  void failsBehind() {
    Attempt failing = answered(500, 0.01, "");

    assertEquals(List.of("no-backend 500"), told(refusedAs(failing, failing)));
    assertEquals(
        List.of("upgrade-not-forwarded 500"),
        told(refusedAs(failing, answered(200, 0.01, "<html>"))));
  }

  @Test
  @DisplayName("a port that speaks no HTTP/1.1 takes no upgrade")
  void notHttp() {
    Attempt other = Recorded.failed(Result.NOT_HTTP, 0.01);
    Recorded recorded = refusedAs(other, other);
    recorded.garbage =
        new GarbageProbe(
            List.of(new GarbageProbe.Reply("GARBAGE", "\0\0\u0012\u0004\0\0\0\0\0", false, 0.1)),
            false);

    assertEquals(List.of("upgrade-not-forwarded not-http"), told(recorded));
    assertTrue(found(recorded).get(0).sentence().contains("HTTP/2 alone"));
  }

  @Test
  @DisplayName("a line of the PROXY protocol is what the server shows of a request it cannot read")
  void proxyLine() {
    Attempt refused =
        Recorded.upgraded(1)
            .with(
                a ->
                    a.result(Result.ANSWERED)
                        .status(400)
                        .body(
                            "{\"detail\":\"invalid version format: 127.0.0.1 127.0.0.1 38624 39989\","
                                + "\"rule\":\"request-syntax\"}"));
    Finding finding = found(refusedAs(refused, refused)).get(0);

    assertEquals("upgrade-not-forwarded", finding.id().label());
    assertEquals(
        List.of("PROXY protocol SURE"),
        finding.causes().stream().map(c -> c.id() + " " + c.confidence()).toList());
  }

  @Test
  @DisplayName("a query that something on the way refuses is one that does not reach the server")
  void queryRefused() {
    Recorded recorded = Recorded.behind(Product.APACHE);
    recorded.view =
        View.unseen(Recorded.upgraded(3), "", 0.001).withRefusal(answered(403, 0.01, ""));

    Finding finding = found(recorded).get(0);
    assertEquals("query-dropped", finding.id().label());
    assertEquals(403, finding.value().get("status"));
  }

  @Test
  @DisplayName("a port at which nobody listens any more refuses no form of a request")
  void goneMeanwhile() {
    Recorded recorded = Recorded.behind(Product.NGINX);
    Map<Variant, Tried> tried = new HashMap<>(recorded.variants.tried());
    Attempt gone = Recorded.failed(Result.CONNECT_REFUSED, 0);
    tried.put(Variant.NO_USER_AGENT, new Tried(gone, gone));
    tried.put(Variant.KEEP_ALIVE_UPGRADE, new Tried(gone, gone));
    recorded.variants = new Variants(tried, null);

    assertEquals(List.of(), told(recorded));
  }

  @Test
  @DisplayName("what is cut as soon as it is asked was not cut for its silence")
  void cutWhenAsked() {
    Recorded recorded = Recorded.foreign();
    recorded.silence =
        new Silence(
            Recorded.lanes(
                lane ->
                    lane.kind() == Kind.ASKED_AT_HALF || lane.kind() == Kind.FIRST_MESSAGE
                        ? endedWhenAsked(lane)
                        : lane),
            Recorded.HORIZON);

    assertEquals(
        List.of(), told(recorded).stream().filter(f -> f.startsWith("idle-timeout")).toList());
  }

  private static Lane endedWhenAsked(Lane lane) {
    Lane cut = Recorded.cutAfter(lane, 40);
    return new Lane(
        cut.kind(), cut.openedAt(), cut.openedAt() + 39.99, cut.ending(), null, cut.ownLag(), null);
  }

  @Test
  @DisplayName("a server of another make that answers all in one type is noted alone")
  void oneType() {
    Recorded recorded = Recorded.foreign();
    recorded.integrity =
        new Integrity(
            Map.of(Direction.BOTH, new Integrity.Flow(40, 40, 0, 0, 0, 0, 20, 40, 40)), null);

    assertEquals(List.of("type-changed 20"), told(recorded));
    assertEquals(Severity.NOTE, found(recorded).get(0).severity());
  }

  @Test
  @DisplayName(
      "what is put together on the way is too large for the server where it says so itself")
  void joined() {
    for (boolean byServer : List.of(true, false)) {
      Recorded recorded = Recorded.behind(Product.GATEWAY);
      recorded.view = recorded.view.withLimits(Map.of("maxFrameSize", 65_536L));
      Ending ending =
          new Ending(3, Ending.By.PEER, 1009, byServer ? "" : "too big", Ending.How.FIN);
      List<Try> tries =
          new ArrayList<>(
              List.of(
                  new Try(Direction.CLIENT_TO_SERVER, Form.WHOLE, 65_536, true, null),
                  new Try(Direction.CLIENT_TO_SERVER, Form.FRAGMENTS, 65_536, true, null)));
      for (long bytes : List.of(1L << 20, 65_537L)) {
        tries.add(new Try(Direction.CLIENT_TO_SERVER, Form.FRAGMENTS, bytes, false, ending));
      }
      tries.add(
          new Try(
              Direction.CLIENT_TO_SERVER, Form.FRAGMENTS, 65_537, false, ending, null, byServer));
      recorded.sizes = new Sizes(tries, 1 << 20);

      assertEquals(byServer ? List.of() : List.of("message-limit 65536"), told(recorded));
    }
  }

  @Test
  @DisplayName("a proxy of Node.js writes names as HAProxy does, and is told from it")
  void lowerCaseNames() {
    Recorded recorded = Recorded.behind(Product.HAPROXY);
    recorded.garbage =
        new GarbageProbe(
            List.of(
                new GarbageProbe.Reply(
                    "GARBAGE", "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n", true, 0.1)),
            false);

    assertEquals(
        List.of("node SURE"),
        RULES.hops(recorded.build()).stream()
            .map(h -> h.product() + " " + h.confidence())
            .toList());
  }

  @Test
  @DisplayName("a gateway whose server has no WebSocket at the path has a server, and another path")
  void gatewayToAnotherPath() {
    Recorded recorded = Recorded.foreign();
    Attempt page = Recorded.refusal(404, "path", "GET /other HTTP/1.1", Recorded.request());
    recorded.view = View.unseen(recorded.view.attempt(), "", null).withRefusal(page);
    recorded.roundTrips = null;
    recorded.pings = null;
    recorded.integrity = null;
    recorded.silence = null;
    for (int i = 0; i < 3; i++) {
      Ending ending = new Ending(2 + i, Ending.By.PEER, 1011, "", Ending.How.FIN);
      recorded.interruptions.add(new Interruption("reliability", ending, 0.01, 0, 0, null));
    }

    assertEquals(List.of("path-rewritten /other"), told(recorded));
  }

  @Test
  @DisplayName(
      "TCP that is refused for a while after the first openings is a rate, as firewalls do")
  void refusedForAWhile() {
    Recorded recorded = Recorded.behind(Product.BYTES);
    List<Attempt> attempts = new ArrayList<>(List.of(Recorded.upgraded(2), Recorded.upgraded(2.1)));
    for (int i = 0; i < 40; i++) {
      double at = 2.2 + i * 0.05;
      attempts.add(
          i % 7 == 6
              ? Recorded.upgraded(at)
              : Recorded.failed(Result.CONNECT_REFUSED, 0).withOpenedAt(at));
    }
    recorded.reliability = new Reliability(attempts);

    Finding finding = found(recorded).get(0);
    assertEquals("rate-limit", finding.id().label());
    assertEquals(2.5, (double) finding.value().get("perSecond"), 0.5);
  }

  @Test
  @DisplayName("a port that was open once and refuses TCP since is one at which nothing listens")
  void goneSince() {
    Recorded recorded = Recorded.behind(Product.BYTES);
    Attempt gone = Recorded.failed(Result.CONNECT_REFUSED, 0);
    recorded.refused(gone, gone);

    assertEquals(
        List.of("connect-refused"), found(recorded).stream().map(f -> f.id().label()).toList());
  }

  @Test
  @DisplayName(
      "what stalls from the size of a packet on is lost as one, with all that waits behind it")
  void packets() {
    Recorded recorded = Recorded.behind(Product.BYTES);
    List<Try> tries = new ArrayList<>();
    for (long bytes : List.of(1L << 20, 1149L)) {
      tries.add(new Try(Direction.SERVER_TO_CLIENT, Form.WHOLE, bytes, false, null, false));
    }
    tries.add(new Try(Direction.SERVER_TO_CLIENT, Form.WHOLE, 1142, true, null));
    recorded.sizes = new Sizes(tries, 1 << 20);
    Integrity.Flow lost = new Integrity.Flow(40, 0, 40, 0, 0, 0, 0, 0, 0);
    recorded.integrity = new Integrity(Map.of(Direction.CLIENT_TO_SERVER, lost), null);

    assertEquals(List.of("message-limit 1142"), told(recorded));
    assertEquals("MTU", found(recorded).get(0).causes().get(0).id());
  }

  /** Opened by something that is no wsgauge, and ended with that code before a message. */
  private static Recorded endedAtOnce(int code) {
    Recorded recorded = Recorded.behind(Product.NGINX);
    recorded.refused(answered(101, 0.002, ""), null);
    Attempt upgraded = Recorded.answered(101, 0.002, "");
    recorded.upgrade = Upgrade.of(List.of(upgraded.withResult(Result.UPGRADED)));
    for (String step : List.of("reliability", "view")) {
      recorded.interruptions.add(
          new Interruption(step, Recorded.closed(code, ""), 0.01, 0, 0, null));
    }
    return recorded;
  }

  @Test
  @DisplayName("a gateway may end at once what it has opened, with a code that says little")
  void endedWithAnyCode() {
    for (int code : List.of(1000, 1001, 1005, 4502)) {
      assertEquals(List.of("no-backend " + code), told(endedAtOnce(code)));
      assertEquals(Certainty.LIKELY, found(endedAtOnce(code)).get(0).certainty());
    }
    for (int code : List.of(1008, 3000, 4401)) {
      assertEquals(List.of("auth-required " + code), told(endedAtOnce(code)));
    }
    assertEquals(List.of(), told(endedAtOnce(4406)), "what an application means by it");
  }

  @Test
  @DisplayName("a proxy that gets a page of the server, but no upgrade, does not forward it")
  void pageAlone() {
    Recorded recorded = Recorded.behind(Product.CADDY);
    Attempt bad = answered(502, 0.01, "");
    Attempt page = Recorded.refusal(426, "upgrade", "GET /ws HTTP/1.1", Recorded.request());
    recorded.refused(bad, page);
    recorded.upgrade = new Upgrade(List.of(bad), page, null, null, false);

    assertEquals(List.of("upgrade-not-forwarded 502"), told(recorded));
  }

  @Test
  @DisplayName(
      "where one server of two cuts silence, an exchange need not be what has kept another")
  void oneServerCuts() {
    Recorded recorded = Recorded.behind(Product.HAPROXY);
    int[] turn = {0};
    recorded.silence =
        new Silence(
            Recorded.lanes(
                lane ->
                    turn[0]++ % 2 == 0
                            && EnumSet.of(Kind.SILENT, Kind.ASKED_AT_HALF).contains(lane.kind())
                        ? Recorded.cutAfter(lane, 20)
                        : lane),
            Recorded.HORIZON);

    assertEquals(List.of("idle-timeout 20.0"), told(recorded));
  }

  @Test
  @DisplayName("a silence after data is counted by the clock that has seen both ends of it")
  void silenceByOneClock() {
    Ending end = Recorded.cut(28.72);
    Lane late =
        new Lane(
            Kind.FIRST_MESSAGE,
            23.59,
            23.64,
            end,
            null,
            0.01,
            Recorded.record(end, 5.94, 1, 2, 1, 2));

    assertEquals(5.08, late.silence(), 1e-6);
  }

  private static List<String> toldOfProxy(Result result, String detail) {
    Recorded recorded = Recorded.foreign();
    Attempt failed = Recorded.failed(result, 0);
    Attempt told =
        new Attempt(
            failed.result(),
            failed.requestLine(),
            failed.request(),
            failed.key(),
            failed.address(),
            failed.openedAt(),
            null,
            null,
            null,
            0,
            List.of(),
            "",
            null,
            null,
            detail);
    recorded.refused(told, null);
    recorded.resolution = null;
    recorded.reachability = null;
    return told(recorded);
  }

  @Test
  @DisplayName("what the proxy of this end says is the finding")
  void proxyOfThisEnd() {
    assertEquals(
        List.of("auth-required 407"),
        toldOfProxy(Result.PROXY_FAILED, "status: 407 Proxy Authentication Required"));
    assertEquals(
        List.of("auth-required refused"),
        toldOfProxy(Result.PROXY_FAILED, "unexpected authMethod: UNACCEPTED(255)"));
    assertEquals(
        List.of("auth-required 403"), toldOfProxy(Result.PROXY_FAILED, "status: 403 Forbidden"));
    assertEquals(
        List.of("auth-required refused"), toldOfProxy(Result.PROXY_FAILED, "status: FORBIDDEN(2)"));
    assertEquals(
        List.of("no-backend 503"),
        toldOfProxy(Result.PROXY_FAILED, "status: 503 Service Unavailable"));
    assertEquals(
        List.of("connect-refused null"),
        toldOfProxy(Result.PROXY_FAILED, "status: CONNECTION_REFUSED(5)"));
    assertEquals(
        List.of("connect-timeout null"),
        toldOfProxy(Result.PROXY_FAILED, "status: HOST_UNREACHABLE(4)"));
    assertEquals(
        List.of("connect-refused null"),
        toldOfProxy(Result.CONNECT_REFUSED, "Connection refused: /192.0.2.1:3128"));
  }

  @Test
  @DisplayName("a firewall that resets what comes too soon has a rate as well")
  void resetTooSoon() {
    Recorded recorded = Recorded.behind(Product.NGINX);
    Attempt reset = Recorded.failed(Result.CONNECT_REFUSED, 0);
    List<Attempt> paced = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      double at = 20 + i * 0.05;
      paced.add(i % 5 == 4 ? Recorded.upgraded(at) : reset.withOpenedAt(at));
    }
    recorded.capacity =
        new Capacity(
            13,
            0,
            List.of(reset, reset, reset),
            Recorded.upgraded(19),
            null,
            new Pace(0, paced),
            0.1);

    assertEquals(List.of("rate-limit 4.0"), told(recorded));

    recorded.capacity = recorded.capacity.withPace(null);
    Finding unpaced = found(recorded).get(0);
    assertTrue(
        ((Number) unpaced.value().get("max")).doubleValue()
            >= ((Number) unpaced.value().get("min")).doubleValue());
  }

  @Test
  @DisplayName("a limit of another server of a balancer, which says so, is none of the path's")
  void limitOfAnother() {
    Recorded recorded = Recorded.behind(Product.HAPROXY);
    Map<String, Long> limits = recorded.view.limits();
    long own = limits.getOrDefault("maxMessageSize", 0L);
    Try most = over(own, own / 16);
    recorded.sizes = new Sizes(List.of(most, passed(own / 2), over(own / 2 + 1, own / 16)), own);

    assertEquals(List.of(), told(recorded));
  }

  private static Try passed(long bytes) {
    return new Try(Direction.CLIENT_TO_SERVER, Form.FRAGMENTS, bytes, true, null);
  }

  private static Try over(long bytes, long limit) {
    Ending end =
        Recorded.closed(1009, "message over socket.maxMessageSize, %d bytes".formatted(limit));
    return new Try(Direction.CLIENT_TO_SERVER, Form.FRAGMENTS, bytes, false, end);
  }

  @Test
  @DisplayName("a server that ends whom it does not understand cuts the others at an age alone")
  void serverThatPings() {
    Recorded recorded = Recorded.foreign();
    List<Lane> lanes = new ArrayList<>();
    for (Kind kind : List.of(Kind.SILENT, Kind.SILENT, Kind.CLIENT_DATA, Kind.CLIENT_PINGS)) {
      lanes.add(ended(kind, lanes.size() * 0.17, 25, 45));
    }
    lanes.add(ended(Kind.FIRST_MESSAGE, 2, 0.01, 0.02));
    lanes.add(ended(Kind.BOTH_DATA, 2.2, 0.01, 0.01));
    recorded.silence = new Silence(lanes, Recorded.HORIZON);

    assertEquals(List.of("lifetime-limit 45.0"), told(recorded));
  }

  @Test
  @DisplayName("an exchange that ended with those without one has kept nothing open")
  void exchangeThatEnded() {
    Recorded recorded = Recorded.foreign();
    recorded.silence =
        new Silence(
            List.of(
                ended(Kind.SILENT, 0, 0, 15),
                ended(Kind.SILENT, 0.2, 0, 15),
                ended(Kind.FIRST_MESSAGE, 0.4, 5, 5.1)),
            Recorded.HORIZON);

    assertEquals(List.of("idle-timeout 15.0"), told(recorded));
  }

  private static Lane ended(Kind kind, double openedAt, double lastData, double age) {
    Ending end = new Ending(openedAt + age, Ending.By.PEER, 1005, "", Ending.How.FIN);
    return new Lane(kind, openedAt, openedAt + lastData, end, null, 0.01, null);
  }

  @Test
  @DisplayName("who gets no answer any more, though all is closed, came too often")
  void barred() {
    Recorded recorded = Recorded.behind(Product.HAPROXY);
    Attempt mute = Recorded.failed(Result.TIMEOUT, 5);
    recorded.capacity = new Capacity(13, 3, List.of(mute, mute, mute), mute, mute, null, 0.1);

    assertEquals(List.of("rate-limit 0.0"), told(recorded));
  }

  @Test
  @DisplayName("a gateway that passes answers alone loses what the server sends by itself")
  void answersAlone() {
    Recorded recorded = Recorded.behind(Product.NGINX);
    recorded.earlyData = new EarlyData(5, 0, 1, 1);
    Map<Direction, List<Double>> arrivals =
        Map.of(
            Direction.SERVER_TO_CLIENT,
            List.of(),
            Direction.CLIENT_TO_SERVER,
            List.of(0.0, 0.05, 0.1, 0.15));
    recorded.buffering = new Buffering(0.05, arrivals, List.of(0.001), null);

    assertEquals(List.of("messages-lost 5"), told(recorded));

    recorded.buffering = null;
    assertEquals(List.of("early-data-lost 5"), told(recorded));
  }
}
