package io.wsgauge.probe;

import io.wsgauge.text.Secrets;
import java.time.Duration;

/** What came of a run, judged before the connection is closed. */
public sealed interface Outcome {
  /**
   * All went as it should.
   *
   * @param roundTrip from a message's or ping's write to the last byte of what answers it; null
   *     where nothing was asked
   */
  record Succeeded(Duration roundTrip) implements Outcome {}

  /**
   * Anything else.
   *
   * @param phase in which it failed
   * @param detail what this failure is beyond its reason; empty for nothing
   * @param status of the HTTP response to the upgrade, where that is what failed; else 0
   * @param closeCode of the peer's close frame, where that is what failed (RFC 6455, section 7.4;
   *     1005 for a frame without one); else 0
   */
  record Failed(Reason reason, Phase phase, String detail, int status, int closeCode)
      implements Outcome {

    /** A peer may say what it likes, such as a URL that it was asked for. */
    public Failed {
      detail = Secrets.mask(detail);
    }

    public Failed(Reason reason, Phase phase, String detail) {
      this(reason, phase, detail, 0, 0);
    }

    /** The reason's word, and the detail where there is one. */
    @Override
    public String toString() {
      return detail.isEmpty() ? reason.label() : reason.label() + ": " + detail;
    }
  }
}
