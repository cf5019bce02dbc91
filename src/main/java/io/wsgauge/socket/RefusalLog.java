package io.wsgauge.socket;

import io.wsgauge.handshake.Peer;
import io.wsgauge.handshake.Rule;
import io.wsgauge.telemetry.LogRate;
import io.wsgauge.telemetry.ServerMetrics;
import io.wsgauge.text.HostPort;
import io.wsgauge.text.Payloads;
import io.wsgauge.text.Secrets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Counts each upgrade that is refused, and gives it a line of the log. Thread-safe. */
final class RefusalLog {
  private static final Logger LOGGER = LoggerFactory.getLogger(RefusalLog.class);

  private final ServerMetrics metrics;
  private final LogRate rate;

  /**
   * @param rate beyond which lines are of level DEBUG
   */
  RefusalLog(ServerMetrics metrics, LogRate rate) {
    this.metrics = metrics;
    this.rate = rate;
  }

  /**
   * @param target of the request as it came; empty where it could not be read
   */
  void add(Rule rule, int status, Peer peer, String target) {
    metrics.refused(rule, status);
    LOGGER
        .atLevel(rate.take() ? Level.INFO : Level.DEBUG)
        .log(
            () ->
                "[%s] refused %s with %d (%s)"
                    .formatted(
                        HostPort.of(peer.remoteAddress()),
                        target.isEmpty()
                            ? "what could not be read"
                            : Payloads.field(Secrets.requestTarget(target)),
                        status,
                        rule.label()));
  }
}
