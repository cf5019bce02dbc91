package io.wsgauge.check.rule;

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
    List<String> hides) {

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
    return with(severity, Certainty.LIKELY, direction, sentence, causes, fixes);
  }

  /** The same, only likely where that holds. */
  Finding likelyIf(boolean likely) {
    return likely ? likely() : this;
  }

  Finding certain() {
    return with(severity, Certainty.MEASURED, direction, sentence, causes, fixes);
  }

  Finding towards(@Nullable String newDirection) {
    return with(severity, certainty, newDirection, sentence, causes, fixes);
  }

  Finding weighed(Severity newSeverity) {
    return with(newSeverity, certainty, direction, sentence, causes, fixes);
  }

  Finding saying(String newSentence) {
    return with(severity, certainty, direction, newSentence, causes, fixes);
  }

  Finding causedBy(List<Cause> newCauses) {
    return with(severity, certainty, direction, sentence, newCauses, fixes);
  }

  Finding mendedBy(List<Fix> newFixes) {
    return with(severity, certainty, direction, sentence, causes, newFixes);
  }

  Finding valued(Map<String, Object> newValue) {
    return new Finding(
        id, severity, certainty, newValue, direction, sentence, evidence, causes, fixes, explains,
        hides);
  }

  private Finding with(
      Severity newSeverity,
      Certainty newCertainty,
      @Nullable String newDirection,
      String newSentence,
      List<Cause> newCauses,
      List<Fix> newFixes) {
    return new Finding(
        id,
        newSeverity,
        newCertainty,
        value,
        newDirection,
        newSentence,
        evidence,
        newCauses,
        newFixes,
        explains,
        hides);
  }

  Finding following(List<FindingId> newExplains, List<String> newHides) {
    return new Finding(
        id,
        severity,
        certainty,
        value,
        direction,
        sentence,
        evidence,
        causes,
        fixes,
        newExplains,
        newHides);
  }

  /** The number that the finding is about; NaN where that is none. */
  public double number() {
    return value.get(id.value()) instanceof Number number ? number.doubleValue() : Double.NaN;
  }
}
