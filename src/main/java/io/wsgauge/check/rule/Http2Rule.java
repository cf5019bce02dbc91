package io.wsgauge.check.rule;

import io.wsgauge.check.measurement.Http2;
import io.wsgauge.check.measurement.Measurements;
import java.util.List;

/** The extended CONNECT of RFC 8441, as far as it is offered. */
final class Http2Rule {
  private Http2Rule() {}

  static List<Finding> http2(Measurements all) {
    Http2 http2 = all.http2();
    if (http2 == null
        || !http2.offered()
        || !Boolean.TRUE.equals(http2.connectProtocol())
        || http2.status() / 100 == 2
        || (http2.status() == 0 && http2.detail().isEmpty())
        || !Facts.isOpened(all)) {
      return List.of();
    }
    return List.of(
        Finding.measured(
                FindingId.H2_CONNECT_FAILED,
                Values.of("status", http2.status()).and("detail", http2.detail()).map(),
                "WebSockets over HTTP/2 are offered, and fail%s: browsers take that way."
                    .formatted(http2.status() == 0 ? "" : " with " + http2.status()),
                "http2")
            .likelyIf(http2.status() == 0));
  }
}
