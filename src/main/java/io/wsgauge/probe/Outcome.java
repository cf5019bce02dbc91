package io.wsgauge.probe;

import io.wsgauge.text.Secrets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The outcome of a run, judged before the connection is closed. */
public sealed interface Outcome {
  /**
   * The outcome of a run in which all went as it should.
   *
   * @param roundTrip from a message's or ping's write to the last byte of its answer; null where
   *     nothing was asked
   */
  record Succeeded(@Nullable Duration roundTrip) implements Outcome {}

  /**
   * Any other outcome.
   *
   * @param phase in which the run failed
   * @param detail of this failure beyond its reason; may be empty
   * @param status of the HTTP response to the upgrade, where the response was the failure; else 0
   * @param closeCode of the peer's close frame, where the close was the failure (RFC 6455, section
   *     7.4; 1005 for a frame without a code); else 0
   */
  record Failed(Reason reason, Phase phase, String detail, int status, int closeCode)
      implements Outcome {

    /** The detail is masked, since a peer may quote anything, such as the URL of a request. */
    public Failed {
      detail = Secrets.mask(detail);
    }

    public Failed(Reason reason, Phase phase, String detail) {
      this(reason, phase, detail, 0, 0);
    }

    /** The same, with the failure that came before it in its detail. */
    Failed after(Failed earlier) {
      String both = detail.isEmpty() ? "after " + earlier : detail + ", after " + earlier;
      return new Failed(reason, phase, both, status, closeCode);
    }

    /** The reason's word, and the detail unless it is empty. */
    @Override
    public String toString() {
      return detail.isEmpty() ? reason.label() : reason.label() + ": " + detail;
    }
  }
}
