package io.wsgauge.check.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsgauge.check.Recorded;
import io.wsgauge.check.Recorded.Product;
import io.wsgauge.check.measurement.Attempt.Result;
import io.wsgauge.check.measurement.Buffering;
import io.wsgauge.check.measurement.Direction;
import io.wsgauge.check.measurement.Ending;
import io.wsgauge.check.measurement.Integrity;
import io.wsgauge.check.measurement.Integrity.Flow;
import io.wsgauge.check.measurement.Negotiation;
import io.wsgauge.check.measurement.Reachability;
import io.wsgauge.check.measurement.Reachability.Reach;
import io.wsgauge.check.measurement.RoundTrips;
import io.wsgauge.check.measurement.Silence;
import io.wsgauge.check.measurement.Silence.Lane;
import io.wsgauge.check.measurement.Sizes;
import io.wsgauge.check.measurement.Upgrade;
import io.wsgauge.check.measurement.Variants;
import io.wsgauge.check.measurement.Variants.Tried;
import io.wsgauge.check.measurement.Variants.Variant;
import io.wsgauge.check.report.CatalogueFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HealthyPathsTest {
  private static final Rules RULES = new Rules(CatalogueFile.read());

  @ParameterizedTest
  @EnumSource(Product.class)
  @DisplayName("a path that is well has no finding")
  void well(Product product) {
    assertNothing(Recorded.behind(product));
  }

  @ParameterizedTest
  @EnumSource(Product.class)
  @DisplayName("its last product is recognised by the request that the server saw")
  void recognised(Product product) {
    List<String> hops =
        RULES.hops(Recorded.behind(product).build()).stream()
            .map(hop -> hop.product() + " " + hop.confidence().label())
            .toList();
    assertEquals(
        switch (product) {
          case NGINX -> List.of("nginx sure");
          case HAPROXY -> List.of("haproxy sure");
          case APACHE -> List.of("apache sure");
          case CADDY -> List.of("caddy sure");
          case BYTES -> List.of();
          case GATEWAY -> List.of("gateway sure");
        },
        hops);
  }

  @Test
  @DisplayName("a foreign server that compresses nothing and takes no subprotocol has no finding")
  void foreign() {
    assertNothing(Recorded.foreign());
  }

  @Test
  @DisplayName("a distant server is no delay")
  void distant() {
    Recorded recorded = Recorded.behind(Product.NGINX);
    recorded.openings(0.15);
    recorded.roundTrips = new RoundTrips(List.of(0.151, 0.155, 0.4), List.of(0.15, 0.16));
    recorded.buffering = Recorded.clock(0.05, 0.001, 0.151);
    assertNothing(recorded);
  }

  @Test
  @DisplayName("clumps are no buffering while round trips are quick: the machine is busy")
  void busy() {
    Recorded recorded = Recorded.behind(Product.NGINX);
    List<Double> clumps = Recorded.clumps(0.32);
    recorded.buffering =
        new Buffering(
            0.05,
            Map.of(Direction.SERVER_TO_CLIENT, clumps, Direction.CLIENT_TO_SERVER, clumps),
            List.of(0.0008, 0.3, 0.32),
            null);
    assertNothing(recorded);
  }

  @Test
  @DisplayName("one opening that failed, one lane that was cut and one end are chance")
  void once() {
    Recorded recorded = Recorded.behind(Product.NGINX);
    recorded.upgrade =
        Upgrade.of(List.of(Recorded.failed(Result.RESET, 0.1), Recorded.upgraded(2)));
    boolean[] first = {true};
    recorded.silence =
        new Silence(
            Recorded.lanes(
                lane -> {
                  Lane changed = first[0] ? Recorded.cutAfter(lane, 20) : lane;
                  first[0] = false;
                  return changed;
                }),
            Recorded.HORIZON);
    recorded.interruptions.add(Recorded.interruption("sizes", 5, 2, 20, 400, 20, 400));
    assertNothing(recorded);
  }

  @Test
  @DisplayName("a variant that was refused and then taken, alone, is no finding")
  void retried() {
    Recorded recorded = Recorded.behind(Product.NGINX);
    Map<Variant, Tried> tried = new HashMap<>(recorded.variants.tried());
    tried.put(
        Variant.SAME_ORIGIN, new Tried(Recorded.answered(503, 0.01, ""), Recorded.upgraded(4)));
    recorded.variants = new Variants(tried, null);
    assertNothing(recorded);
  }

  @Test
  @DisplayName("no answer while this process was late is no silent drop")
  void late() {
    Recorded recorded = Recorded.behind(Product.NGINX);
    recorded.silence =
        new Silence(
            Recorded.lanes(
                lane -> new Lane(lane.kind(), lane.openedAt(), 12, null, false, 9, lane.record())),
            Recorded.HORIZON);
    assertNothing(recorded);
  }

  @Test
  @DisplayName("an end by the server itself is no idle timeout of the path")
  void serversOwn() {
    Recorded recorded = Recorded.behind(Product.NGINX);
    Ending own = new Ending(40, Ending.By.SELF, 0, "", Ending.How.FIN);
    recorded.silence =
        new Silence(
            Recorded.lanes(
                lane ->
                    new Lane(
                        lane.kind(),
                        lane.openedAt(),
                        lane.openedAt(),
                        Recorded.closed(1001, "idle for 30 s"),
                        null,
                        0,
                        Recorded.record(own, 30, 0, 0, 0, 0))),
            Recorded.HORIZON);
    assertNothing(recorded);
  }

  @Test
  @DisplayName("an address for which this machine has no network is not dead")
  void noNetwork() {
    Recorded recorded = Recorded.behind(Product.NGINX);
    recorded.reachability =
        new Reachability(
            List.of(
                new Reach("192.0.2.7", Result.ANSWERED, 0.001, ""),
                new Reach("2001:db8::7", Result.CONNECT_FAILED, 0, "Network is unreachable")));
    assertNothing(recorded);
  }

  @Test
  @DisplayName("a limit that the server allows itself is none of the path's")
  void serversSize() {
    Recorded recorded = Recorded.behind(Product.NGINX);
    recorded.sizes = new Sizes(Recorded.sizes(131_072, 131_072, false, true), 131_072);
    assertNothing(recorded);
  }

  @Test
  @DisplayName("an echo in other frames than it was sent in is the server's way")
  void echoInOtherFrames() {
    Recorded recorded = Recorded.behind(Product.NGINX);
    recorded.integrity =
        new Integrity(Map.of(Direction.BOTH, new Flow(40, 40, 0, 0, 0, 0, 0, 45, 40)), null);
    assertNothing(recorded);
  }

  @Test
  @DisplayName("an opening that failed while it offered says nothing of what it offered")
  void unopened() {
    Recorded recorded = Recorded.behind(Product.NGINX);
    recorded.compression =
        new Negotiation(
            Recorded.DEFLATE, Recorded.DEFLATE, Recorded.DEFLATE, "", "", null, "closed");
    recorded.subprotocol = new Negotiation("chat", "chat", "chat", "", "", null, "closed");
    assertNothing(recorded);
  }

  private static void assertNothing(Recorded recorded) {
    assertEquals(List.of(), RULES.apply(recorded.build()));
  }
}
