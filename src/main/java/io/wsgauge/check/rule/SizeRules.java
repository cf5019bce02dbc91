package io.wsgauge.check.rule;

import static io.wsgauge.check.rule.FindingId.CUT_AFTER_BYTES;
import static io.wsgauge.check.rule.FindingId.FRAME_LIMIT;
import static io.wsgauge.check.rule.FindingId.MESSAGE_LIMIT;

import io.wsgauge.check.measurement.Direction;
import io.wsgauge.check.measurement.Ending;
import io.wsgauge.check.measurement.Measurements;
import io.wsgauge.check.measurement.Sizes;
import io.wsgauge.check.measurement.Sizes.Form;
import io.wsgauge.check.measurement.Sizes.Try;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Up to which size messages, frames and sums pass. */
final class SizeRules {
  /** Bytes of the largest packet of Ethernet. */
  private static final int PACKET = 1500;

  private static final Cause MTU =
      new Cause(
          "MTU",
          Confidence.LIKELY,
          "packets that large get lost: a hop takes smaller ones alone, and what it says of that"
              + " (ICMP) is filtered");

  /** What a wsgauge closes with for its own limits. */
  private static final Pattern OWN_LIMIT =
      Pattern.compile(" over socket\\.(max(?:Frame|Message)Size), (\\d{1,18}) bytes");

  private SizeRules() {}

  /**
   * A limit of one direction.
   *
   * @param passed bytes of the largest message that passed; 0 where none did
   * @param failed bytes of the smallest that did not
   * @param how {@code closed}, {@code dropped} where a WebSocket goes on without the message, or
   *     {@code stalled} where nothing behind it passes either
   * @param sure whether other forms of the same bytes tell what is limited
   */
  private record Found(
      FindingId id,
      Direction direction,
      long passed,
      long failed,
      int code,
      String how,
      boolean sure) {}

  /** Whether another server of a balancer says so, whose own limits are lower. */
  private static boolean isOfAnother(Measurements all, Try tried) {
    Matcher own = OWN_LIMIT.matcher(tried.ended() == null ? "" : tried.ended().reason());
    if (tried.passed() || all.view() == null || !own.find()) {
      return false;
    }
    Long limit = all.view().limits().get(own.group(1));
    return limit != null && limit != Long.parseLong(own.group(2));
  }

  static List<Finding> sizes(Measurements all) {
    if (all.sizes() == null) {
      return List.of();
    }
    Sizes sizes =
        new Sizes(
            all.sizes().tries().stream().filter(t -> !isOfAnother(all, t)).toList(),
            all.sizes().most());
    Found echo = found(all, sizes, Direction.BOTH);
    if (echo != null) {
      return List.of(finding(all, echo));
    }
    Found up = found(all, sizes, Direction.CLIENT_TO_SERVER);
    Found down = found(all, sizes, Direction.SERVER_TO_CLIENT);
    List<Finding> findings = new ArrayList<>();
    if (up != null && down != null && up.id == down.id && isSame(up, down)) {
      return List.of(
          finding(
              all,
              new Found(
                  up.id,
                  Direction.BOTH,
                  Math.min(up.passed, down.passed),
                  Math.min(up.failed, down.failed),
                  Math.max(up.code, down.code),
                  up.how.equals(down.how) ? up.how : "closed",
                  up.sure && down.sure)));
    }
    Stream.of(up, down)
        .flatMap(Stream::ofNullable)
        .forEach(found -> findings.add(finding(all, found)));
    return findings;
  }

  private static boolean isSame(Found one, Found other) {
    // heads of frames count in some limits, and differ by the mask
    return Math.abs(one.passed - other.passed) <= Math.max(one.passed, other.passed) / 50;
  }

  private static @Nullable Found found(Measurements all, Sizes sizes, Direction direction) {
    List<Try> frames = tries(sizes, direction, Form.WHOLE);
    // where the largest frame that the server takes passes, larger messages went in fragments
    boolean larger = frames.stream().allMatch(Try::passed);
    if (larger && isAtServer(all, sizes, direction)) {
      return null;
    }
    List<Try> whole = larger ? tries(sizes, direction, Form.FRAGMENTS) : frames;
    List<Try> failures = whole.stream().filter(attempt -> !attempt.passed()).toList();
    long failed = failures.stream().mapToLong(Try::bytes).min().orElse(Long.MAX_VALUE);
    long passed =
        whole.stream()
            .filter(attempt -> attempt.passed() && attempt.bytes() < failed)
            .mapToLong(Try::bytes)
            .max()
            .orElse(0);
    boolean own = sizes.most() > 0 && failed > sizes.most();
    boolean outgrown =
        whole.stream().anyMatch(attempt -> attempt.passed() && attempt.bytes() >= failed);
    List<Try> others =
        (larger ? Stream.of(Form.SUM) : Stream.of(Form.FRAGMENTS, Form.SUM))
            .flatMap(form -> tries(sizes, direction, form).stream())
            .filter(attempt -> attempt.bytes() >= failed)
            .toList();
    long failing = failures.size() + others.stream().filter(attempt -> !attempt.passed()).count();
    // what failed once may be chance, a size that fails where a larger one passes is, and where
    // nothing passes it is no matter of sizes
    if (failures.isEmpty()
        || passed == 0
        || own
        || outgrown
        || failing + (others.isEmpty() ? 0 : 1) < 2) {
      return null;
    }
    Boolean fragments = passes(others, Form.FRAGMENTS);
    Boolean sum = passes(others, Form.SUM);
    FindingId id =
        Boolean.TRUE.equals(fragments)
            ? FRAME_LIMIT
            : Boolean.FALSE.equals(sum) ? CUT_AFTER_BYTES : MESSAGE_LIMIT;
    int code =
        failures.stream()
            .map(Try::ended)
            .flatMap(Stream::ofNullable)
            .mapToInt(ending -> ending.code())
            .max()
            .orElse(0);
    boolean sure = larger || (fragments != null && (fragments || sum != null));
    return new Found(id, direction, passed, failed, code, how(failures), sure);
  }

  private static String how(List<Try> failures) {
    if (failures.stream().anyMatch(attempt -> attempt.ended() != null)) {
      return "closed";
    }
    return failures.stream().anyMatch(attempt -> Boolean.TRUE.equals(attempt.alive()))
        ? "dropped"
        : "stalled";
  }

  /**
   * Whether fragments are put together on the way, and then are more than the server takes in a
   * frame; or are lost or changed there, so that an end finds the protocol broken. Both are no
   * limit of the path's.
   */
  private static boolean isAtServer(Measurements all, Sizes sizes, Direction direction) {
    List<Try> failures =
        tries(sizes, direction, Form.FRAGMENTS).stream().filter(t -> !t.passed()).toList();
    if (failures.stream().anyMatch(t -> Boolean.FALSE.equals(t.byServer()))) {
      return false;
    }
    long failed = failures.stream().mapToLong(Try::bytes).min().orElse(Long.MAX_VALUE);
    long frame = all.view() == null ? 0 : all.view().limits().getOrDefault("maxFrameSize", 0L);
    boolean joined =
        direction == Direction.CLIENT_TO_SERVER
            && frame > 0
            && Math.abs(failed - frame) <= frame / 50
            && failures.stream().allMatch(t -> t.ended() != null)
            && isByServer(failures);
    return joined
        || failures.stream()
            .map(Try::ended)
            .flatMap(Stream::ofNullable)
            .anyMatch(ending -> ending.code() == 1002 || ending.by() == Ending.By.SELF);
  }

  /**
   * As its record says; else whether none of those that closed has done so without a reason, which
   * a wsgauge gives.
   */
  private static boolean isByServer(List<Try> failures) {
    Optional<Boolean> told =
        failures.stream().map(Try::byServer).flatMap(Stream::ofNullable).findFirst();
    if (told.isPresent()) {
      return told.get();
    }
    return failures.stream()
        .map(Try::ended)
        .flatMap(Stream::ofNullable)
        .noneMatch(ending -> ending.code() == 1009 && ending.reason().isEmpty());
  }

  private static List<Try> tries(Sizes sizes, Direction direction, Form form) {
    return sizes.tries().stream()
        .filter(attempt -> attempt.direction() == direction && attempt.form() == form)
        .toList();
  }

  /** Whether the same bytes passed in another form; null where that was not tried. */
  private static @Nullable Boolean passes(List<Try> others, Form form) {
    List<Try> tries = others.stream().filter(attempt -> attempt.form() == form).toList();
    return tries.isEmpty() ? null : tries.stream().anyMatch(Try::passed);
  }

  private static Finding finding(Measurements all, Found found) {
    String what =
        switch (found.id) {
          case FRAME_LIMIT -> "A frame of more than %d bytes %s%s%s.";
          case CUT_AFTER_BYTES -> "A WebSocket does not live beyond %d bytes%s%s%s.";
          default -> "A message of more than %d bytes %s%s%s.";
        };
    String verb =
        switch (found.how) {
          case "dropped" -> "is dropped without a word";
          case "stalled" -> "does not arrive, and nothing behind it";
          default -> "does not pass";
        };
    Values value =
        Values.of(found.id.value(), found.passed)
            .and("min", found.passed)
            .and("max", found.failed)
            .and("samples", List.of(found.passed, found.failed))
            .and("how", found.how);
    if (found.code > 0) {
      value.and("code", found.code);
    }
    Finding finding =
        Finding.measured(
                found.id,
                value.map(),
                what.formatted(
                    found.passed,
                    found.id == CUT_AFTER_BYTES ? "" : verb,
                    found.direction == Direction.BOTH
                        ? ""
                        : " from " + found.direction.label().replace('-', ' '),
                    found.code > 0 ? " (" + found.code + ")" : ""),
                "sizes")
            .withDirection(found.direction.label())
            .likelyIf(!found.sure || (!Facts.isWsgauge(all) && all.direct() == null));
    boolean packet = found.how.equals("stalled") && found.passed > 400 && found.passed < PACKET;
    return packet ? finding.withCauses(List.of(MTU)) : finding;
  }
}
