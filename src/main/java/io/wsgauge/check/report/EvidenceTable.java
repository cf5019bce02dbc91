package io.wsgauge.check.report;

import io.wsgauge.check.measurement.Attempt;
import io.wsgauge.check.measurement.Capacity;
import io.wsgauge.check.measurement.Closes;
import io.wsgauge.check.measurement.Ending;
import io.wsgauge.check.measurement.Measurements;
import io.wsgauge.check.measurement.Negotiation;
import io.wsgauge.check.measurement.Silence;
import io.wsgauge.check.measurement.Silence.Kind;
import io.wsgauge.check.measurement.Silence.Lane;
import io.wsgauge.check.measurement.Sizes;
import io.wsgauge.check.rule.Finding;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a finding was read from, as a small table: lanes, views, tries. */
final class EvidenceTable {
  /** One line. */
  record Row(String label, String text) {}

  private EvidenceTable() {}

  static List<Row> of(Finding finding, Measurements all) {
    String step = finding.evidence().isEmpty() ? "" : finding.evidence().get(0);
    List<Row> rows =
        switch (step) {
          case "silence" -> all.silence() == null ? List.<Row>of() : lanes(all.silence(), finding);
          case "sizes" -> all.sizes() == null ? List.<Row>of() : sizes(all.sizes());
          case "close" -> all.closes() == null ? List.<Row>of() : closes(all.closes());
          case "compression" -> views(all.compression());
          case "subprotocol" -> views(all.subprotocol());
          case "reliability" ->
              all.reliability() == null
                  ? List.<Row>of()
                  : List.of(new Row("one by one", outcomes(all.reliability().attempts())));
          case "capacity" -> capacity(all.capacity());
          case "many" -> capacity(all.many());
          default -> List.<Row>of();
        };
    return rows.isEmpty() ? values(finding) : rows;
  }

  private static List<Row> values(Finding finding) {
    return finding.value().entrySet().stream()
        .filter(value -> !value.getKey().equals("min") && !value.getKey().equals("max"))
        .map(value -> new Row(words(value.getKey()), shown(value.getValue())))
        .toList();
  }

  private static String words(String key) {
    return key.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
  }

  private static String shown(Object value) {
    return value instanceof Collection<?> list
        ? list.stream().map(EvidenceTable::shown).collect(Collectors.joining(", "))
        : value instanceof Double number ? number(number) : String.valueOf(value);
  }

  private static String number(double number) {
    return String.format(Locale.ROOT, "%.3f", number).replaceFirst("[.]?0+$", "");
  }

  private static List<Row> lanes(Silence silence, Finding finding) {
    List<Row> rows = new ArrayList<>();
    Object kept = finding.value().get("keptOpenBy");
    for (Kind kind : Kind.values()) {
      List<Lane> lanes = silence.lanes().stream().filter(lane -> lane.kind() == kind).toList();
      if (!lanes.isEmpty()) {
        String word = MeasurementJson.word(kind);
        boolean keeps = kept instanceof Collection<?> list && list.contains(word);
        rows.add(new Row(label(kind), lanes(lanes, silence) + (keeps ? "   ← keeps it open" : "")));
      }
    }
    server(silence).ifPresent(rows::add);
    return rows;
  }

  private static String label(Kind kind) {
    return switch (kind) {
      case SILENT -> "silent";
      case ASKED_AT_HALF -> "asked at half";
      case FIRST_MESSAGE -> "one exchange";
      case CLIENT_DATA -> "client sends";
      case SERVER_DATA -> "server sends";
      case BOTH_DATA -> "both send";
      case CLIENT_PINGS -> "client pings";
      case SERVER_PINGS -> "server pings";
    };
  }

  private static String lanes(List<Lane> lanes, Silence silence) {
    List<Lane> cut = lanes.stream().filter(lane -> lane.ending() != null).toList();
    List<Lane> mute =
        lanes.stream()
            .filter(lane -> lane.ending() == null && Boolean.FALSE.equals(lane.answeredAtEnd()))
            .toList();
    List<String> parts = new ArrayList<>();
    if (!cut.isEmpty()) {
      parts.add(
          "cut after %s s, %s"
              .formatted(
                  cut.stream()
                      .map(Lane::lifetime)
                      .filter(Objects::nonNull)
                      .sorted()
                      .map(seconds -> String.format(Locale.ROOT, "%.1f", seconds))
                      .collect(Collectors.joining(", ")),
                  how(cut.get(0).ending())));
    }
    if (!mute.isEmpty()) {
      parts.add("open, no answer at %s s".formatted(number(silence.horizon())));
    }
    if (cut.size() + mute.size() < lanes.size()) {
      parts.add("alive at %s s".formatted(number(silence.horizon())));
    }
    return String.join("; ", parts);
  }

  private static Optional<Row> server(Silence silence) {
    return silence.lanes().stream()
        .filter(lane -> lane.ending() != null && lane.record() != null)
        .findFirst()
        .map(
            lane -> {
              Ending seen = Objects.requireNonNull(lane.record()).ending();
              return new Row(
                  "server's record",
                  seen == null
                      ? "still open there"
                      : (seen.by() == Ending.By.SELF ? "ended by the server" : "not by the server")
                          + ", "
                          + how(seen));
            });
  }

  private static String how(@Nullable Ending ending) {
    if (ending == null) {
      return "nothing";
    }
    String tcp =
        switch (ending.how()) {
          case FIN -> "FIN";
          case RESET -> "RST";
          case TIMEOUT -> "its own timer";
          case UNKNOWN -> "an end";
        };
    return ending.code() == 0
        ? tcp + ", no close frame"
        : "close frame " + ending.code() + (ending.reason().isEmpty() ? "" : " " + ending.reason());
  }

  private static List<Row> views(@Nullable Negotiation views) {
    if (views == null) {
      return List.of();
    }
    List<Row> rows = new ArrayList<>();
    rows.add(new Row("offered here", orNothing(views.offered())));
    rows.add(new Row("server saw", orNothing(views.seen())));
    rows.add(new Row("server agreed", orNothing(views.agreed())));
    rows.add(new Row("arrived here", orNothing(views.claimed())));
    if (views.claimedUnasked() != null && !views.claimedUnasked().isEmpty()) {
      rows.add(new Row("unasked", views.claimedUnasked()));
    }
    return rows;
  }

  private static String orNothing(@Nullable String text) {
    return text == null ? "not told" : text.isEmpty() ? "nothing" : text;
  }

  private static List<Row> sizes(Sizes sizes) {
    return sizes.tries().stream()
        .collect(
            Collectors.groupingBy(
                tried -> tried.direction().label() + ", " + MeasurementJson.word(tried.form()),
                TreeMap::new,
                Collectors.toList()))
        .entrySet()
        .stream()
        .map(group -> new Row(group.getKey(), sizes(group.getValue())))
        .toList();
  }

  private static String sizes(List<Sizes.Try> tries) {
    long passed =
        tries.stream().filter(Sizes.Try::passed).mapToLong(Sizes.Try::bytes).max().orElse(-1);
    Stream<Sizes.Try> failures = tries.stream().filter(tried -> !tried.passed());
    long failed = failures.mapToLong(Sizes.Try::bytes).min().orElse(-1);
    return (passed < 0 ? "" : passed + " bytes pass")
        + (passed >= 0 && failed >= 0 ? ", " : "")
        + (failed < 0 ? "" : failed + " do not");
  }

  private static List<Row> closes(Closes closes) {
    return closes.cases().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(
            end ->
                new Row(
                    MeasurementJson.word(end.getKey()).replace('-', ' '),
                    (end.getValue().code() > 0
                            ? end.getValue().code() + " " + end.getValue().reason() + " → "
                            : "→ ")
                        + how(end.getValue().arrived())))
        .toList();
  }

  private static List<Row> capacity(@Nullable Capacity capacity) {
    if (capacity == null) {
      return List.of();
    }
    List<Row> rows = new ArrayList<>();
    rows.add(new Row("held", capacity.held() + " of " + capacity.asked()));
    rows.add(new Row("then", outcomes(capacity.refusals())));
    if (capacity.afterWait() != null) {
      rows.add(new Row("after 1.1 s", outcomes(List.of(capacity.afterWait()))));
    }
    if (capacity.afterRelease() != null) {
      rows.add(new Row("after release", outcomes(List.of(capacity.afterRelease()))));
    }
    return rows;
  }

  private static String outcomes(List<Attempt> attempts) {
    return attempts.stream()
        .map(
            attempt ->
                attempt.isUpgraded()
                    ? "in"
                    : attempt.isAnswered()
                        ? String.valueOf(attempt.status())
                        : MeasurementJson.word(attempt.result()))
        .collect(Collectors.joining(" "));
  }
}
