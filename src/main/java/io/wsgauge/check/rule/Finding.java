package io.wsgauge.check.rule;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a path does to WebSockets.
 *
 * @param value in the order in which it is shown; measured numbers have {@code min}, {@code max}
 *     and {@code samples} beside what the id names
 * @param direction null where there is none
 * @param sentence for a person, with its full stop
 * @param evidence names of the steps that measured it
 * @param explains findings that follow from it, and are not told again
 * @param hides what cannot be seen as long as it is so
 */
@RecordBuilder
public record Finding(
    FindingId id,
    Severity severity,
    Certainty certainty,
    Map<String, Object> value,
    @Nullable String direction,
    String sentence,
    List<String> evidence,
    List<Cause> causes,
    List<Fix> fixes,
    List<FindingId> explains,
    List<String> hides)
    implements FindingBuilder.With {

  static final String BOTH = "both";
  static final String REQUEST = "request";
  static final String RESPONSE = "response";

  /** A finding of the usual severity, without a direction. */
  static Finding measured(
      FindingId id, Map<String, Object> value, String sentence, String... evidence) {
    return new Finding(
        id,
        id.severity(),
        Certainty.MEASURED,
        value,
        null,
        sentence,
        List.of(evidence),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  Finding likely() {
    return withCertainty(Certainty.LIKELY);
  }

  /** The same, only likely where that holds. */
  Finding likelyIf(boolean likely) {
    return likely ? likely() : this;
  }

  Finding certain() {
    return withCertainty(Certainty.MEASURED);
  }

  Finding following(List<FindingId> newExplains, List<String> newHides) {
    return with(alone -> alone.explains(newExplains).hides(newHides));
  }

  /** The number that the finding is about; NaN where that is none. */
  public double number() {
    return value.get(id.value()) instanceof Number number ? number.doubleValue() : Double.NaN;
  }
}
