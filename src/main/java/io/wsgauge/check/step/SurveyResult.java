package io.wsgauge.check.step;

import io.wsgauge.check.measurement.Buffering;
import io.wsgauge.check.measurement.Capacity;
import io.wsgauge.check.measurement.Closes;
import io.wsgauge.check.measurement.EarlyData;
import io.wsgauge.check.measurement.GarbageProbe;
import io.wsgauge.check.measurement.Http2;
import io.wsgauge.check.measurement.Integrity;
import io.wsgauge.check.measurement.Interruption;
import io.wsgauge.check.measurement.Measurements;
import io.wsgauge.check.measurement.Negotiation;
import io.wsgauge.check.measurement.Pings;
import io.wsgauge.check.measurement.Reachability;
import io.wsgauge.check.measurement.Reliability;
import io.wsgauge.check.measurement.Resolution;
import io.wsgauge.check.measurement.RoundTrips;
import io.wsgauge.check.measurement.Silence;
import io.wsgauge.check.measurement.Sizes;
import io.wsgauge.check.measurement.Throughput;
import io.wsgauge.check.measurement.TlsExamination;
import io.wsgauge.check.measurement.Upgrade;
import io.wsgauge.check.measurement.Variants;
import io.wsgauge.check.measurement.View;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a survey has measured, and what became of each step.
 *
 * @param seconds that it took
 */
public record SurveyResult(Measurements measurements, List<StepReport> steps, double seconds) {

  /** Gathers it step by step. */
  static final class Builder {
    private final List<StepReport> steps = new ArrayList<>();
    private @Nullable Resolution resolution;
    private @Nullable Reachability reachability;
    private @Nullable TlsExamination tls;
    private @Nullable Upgrade upgrade;
    private @Nullable GarbageProbe garbage;
    private @Nullable Reliability reliability;
    private @Nullable View view;
    private @Nullable Variants variants;
    private @Nullable Capacity capacity;
    private @Nullable RoundTrips roundTrips;
    private @Nullable Pings pings;
    private @Nullable Closes closes;
    private @Nullable Integrity integrity;
    private @Nullable EarlyData earlyData;
    private @Nullable Sizes sizes;
    private @Nullable Negotiation compression;
    private @Nullable Negotiation subprotocol;
    private @Nullable Buffering buffering;
    private @Nullable Throughput throughput;
    private @Nullable Silence silence;
    private @Nullable Capacity many;
    private @Nullable Http2 http2;

    void add(StepReport report) {
      steps.add(report);
    }

    void resolution(Resolution measured) {
      resolution = measured;
    }

    void reachability(Reachability measured) {
      reachability = measured;
    }

    void tls(TlsExamination measured) {
      tls = measured;
    }

    void upgrade(Upgrade measured) {
      upgrade = measured;
    }

    void garbage(GarbageProbe measured) {
      garbage = measured;
    }

    void reliability(Reliability measured) {
      reliability = measured;
    }

    void view(View measured) {
      view = measured;
    }

    void variants(Variants measured) {
      variants = measured;
    }

    void capacity(Capacity measured) {
      capacity = measured;
    }

    void roundTrips(RoundTrips measured) {
      roundTrips = measured;
    }

    void pings(Pings measured) {
      pings = measured;
    }

    void closes(Closes measured) {
      closes = measured;
    }

    void integrity(Integrity measured) {
      integrity = measured;
    }

    void earlyData(EarlyData measured) {
      earlyData = measured;
    }

    void sizes(Sizes measured) {
      sizes = measured;
    }

    void compression(Negotiation measured) {
      compression = measured;
    }

    void subprotocol(Negotiation measured) {
      subprotocol = measured;
    }

    void buffering(Buffering measured) {
      buffering = measured;
    }

    void throughput(Throughput measured) {
      throughput = measured;
    }

    void silence(Silence measured) {
      silence = measured;
    }

    void many(Capacity measured) {
      many = measured;
    }

    void http2(Http2 measured) {
      http2 = measured;
    }

    SurveyResult build(
        String url, List<Interruption> interruptions, Measurements.Own own, double seconds) {
      return new SurveyResult(
          new Measurements(
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
              null,
              own),
          List.copyOf(steps),
          seconds);
    }
  }
}
