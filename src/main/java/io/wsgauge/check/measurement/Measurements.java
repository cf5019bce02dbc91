package io.wsgauge.check.measurement;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a check has measured; what was not is null.
 *
 * @param violations rules of RFC 6455 that the first bytes behind a 101 broke, of each connection
 *     that offered no extension
 * @param direct the same of the server past the proxy, where that was asked for
 * @param own how honest this process could be
 */
@RecordBuilder
public record Measurements(
    String url,
    @Nullable Resolution resolution,
    @Nullable Reachability reachability,
    @Nullable TlsExamination tls,
    @Nullable Upgrade upgrade,
    @Nullable GarbageProbe garbage,
    @Nullable Reliability reliability,
    @Nullable View view,
    @Nullable Variants variants,
    @Nullable Capacity capacity,
    @Nullable RoundTrips roundTrips,
    @Nullable Pings pings,
    @Nullable Closes closes,
    @Nullable Integrity integrity,
    @Nullable EarlyData earlyData,
    @Nullable Sizes sizes,
    @Nullable Negotiation compression,
    @Nullable Negotiation subprotocol,
    @Nullable Buffering buffering,
    @Nullable Throughput throughput,
    @Nullable Silence silence,
    @Nullable Capacity many,
    @Nullable Http2 http2,
    List<Interruption> interruptions,
    List<String> violations,
    @Nullable Measurements direct,
    Own own)
    implements MeasurementsBuilder.With {

  /**
   * The part of this process.
   *
   * @param lagMax by which its event loop was late at most, in seconds
   * @param voided measurements that were repeated for it
   * @param openings connections that it has opened
   */
  public record Own(double lagMax, int voided, int openings) {}
}
