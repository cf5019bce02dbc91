package io.wsgauge.check.rule;

import io.wsgauge.check.measurement.Attempt;
import io.wsgauge.check.measurement.GarbageProbe.Reply;
import io.wsgauge.check.measurement.Header;
import io.wsgauge.check.measurement.Measurements;
import io.wsgauge.check.measurement.Upgrade;
import io.wsgauge.check.rule.Catalogue.Product;
import io.wsgauge.check.rule.Catalogue.Signature;
import io.wsgauge.check.rule.Hop.Position;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which products are on the path, by what each of them cannot help doing. */
final class Recognition {
  /** Something that ends WebSockets and opens others, whatever its name is. */
  private static final String GATEWAY = "gateway";

  private final Measurements all;
  private final List<Header> sent;
  private final List<Header> seen;

  private Recognition(Measurements all) {
    this.all = all;
    Attempt refused = refused(all);
    SeenRequest view = SeenRequest.of(all.view());
    SeenRequest refusal = refused == null ? null : SeenRequest.of(refused);
    if (view != null && all.view() != null) {
      sent = all.view().attempt().request();
      seen = view.headers();
    } else {
      sent = refused == null ? List.of() : refused.request();
      seen = refusal == null ? List.of() : refusal.headers();
    }
  }

  private static @Nullable Attempt refused(Measurements all) {
    Upgrade upgrade = all.upgrade();
    return upgrade == null
        ? null
        : upgrade.tries().stream()
            .filter(attempt -> attempt.refusal() != null)
            .findFirst()
            .orElse(null);
  }

  /** The hops from this end on, each product once. */
  static List<Hop> hops(Measurements all, Catalogue catalogue) {
    Recognition recognition = new Recognition(all);
    Map<String, Hop> hops = new LinkedHashMap<>();
    for (Product product : catalogue.products()) {
      for (Signature signature : product.signatures()) {
        if (recognition.holds(signature)) {
          Hop hop =
              new Hop(
                  product.id(), signature.confidence(), position(signature), signature.because());
          hops.merge(product.id(), hop, Recognition::both);
        }
      }
    }
    List<Hop> sorted = new ArrayList<>(hops.values());
    sorted.removeIf(hop -> hops.values().stream().anyMatch(other -> outdoes(other, hop)));
    if (Facts.isRelayed(all)) {
      boolean behind = sorted.stream().anyMatch(hop -> hop.position() == Position.LAST);
      sorted.add(
          new Hop(
              GATEWAY,
              Confidence.SURE,
              behind ? Position.BETWEEN : Position.LAST,
              "the server saw another Sec-WebSocket-Key: the WebSocket is ended on the way, and"
                  + " another opened"));
    }
    sorted.sort(Comparator.comparing(Hop::position));
    return sorted;
  }

  /** Whether what one shows is explained by another that is surely at the same place. */
  private static boolean outdoes(Hop sure, Hop hop) {
    boolean there = sure.position() == hop.position() || sure.position() == Position.ONLY;
    boolean surer = hop.confidence() == Confidence.POSSIBLE && sure.confidence() == Confidence.SURE;
    return there && !sure.equals(hop) && (surer || isSameSign(sure, hop));
  }

  /** Whether the one sign that a product shows is one of those of another that is as likely. */
  private static boolean isSameSign(Hop surer, Hop hop) {
    return hop.position() == Position.LAST
        && surer.because().contains(hop.because())
        && surer.confidence().compareTo(hop.confidence()) < 0;
  }

  private static Position position(Signature signature) {
    return switch (signature.where()) {
      case "garbage" -> Position.FIRST;
      case "request" -> Position.LAST;
      default -> Position.BETWEEN;
    };
  }

  private static Hop both(Hop one, Hop other) {
    Position position =
        one.position() == other.position() || other.position() == Position.BETWEEN
            ? one.position()
            : one.position() == Position.BETWEEN ? other.position() : Position.ONLY;
    Hop surer = one.confidence().compareTo(other.confidence()) <= 0 ? one : other;
    // two signs that agree make sure what each makes likely
    boolean agree = position == Position.ONLY && surer.confidence() == Confidence.LIKELY;
    return new Hop(
        one.product(),
        agree ? Confidence.SURE : surer.confidence(),
        position,
        one.because().equals(other.because())
            ? one.because()
            : one.because() + "; " + other.because());
  }

  private boolean holds(Signature signature) {
    return switch (signature.where()) {
      case "garbage" ->
          all.garbage() != null
              && all.garbage().replies().stream()
                  .map(Reply::text)
                  .anyMatch(text -> isIn(signature, text));
      case "answer" ->
          answers()
              .flatMap(attempt -> Header.all(attempt.headers(), signature.header()).stream())
              .anyMatch(value -> isIn(signature, value));
      case "request" -> !seen.isEmpty() && isShaped(signature);
      default -> false;
    };
  }

  private Stream<Attempt> answers() {
    Upgrade upgrade = all.upgrade();
    return Stream.concat(
        Facts.openings(all),
        upgrade == null
            ? Stream.of()
            : Stream.of(upgrade.plain(), upgrade.plainLater(), upgrade.withQuery())
                .filter(Objects::nonNull));
  }

  private static boolean isIn(Signature signature, String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return signature.contains().stream()
            .allMatch(part -> lower.contains(part.toLowerCase(Locale.ROOT)))
        && signature.without().stream()
            .noneMatch(part -> lower.contains(part.toLowerCase(Locale.ROOT)));
  }

  private boolean isShaped(Signature signature) {
    // a request that a gateway has made itself has an order and letters of its own
    if (Facts.isRelayed(all) && signature.has().isEmpty() && signature.contains().isEmpty()) {
      return false;
    }
    List<String> names = seen.stream().map(Header::name).toList();
    List<String> sentNames = sent.stream().map(Header::name).toList();
    return hasFirst(signature.first(), names, sentNames)
        && (signature.last().isEmpty()
            || (isLast(signature.last(), names) && !isLast(signature.last(), sentNames)))
        && signature.has().stream()
            .allMatch(name -> contains(names, name) && !contains(sentNames, name))
        && signature.without().stream().noneMatch(name -> contains(names, name))
        && switch (signature.letters()) {
          case "lower" -> isLower(names) && !isLower(sentNames);
          case "go" -> isGo(names) && !isGo(sentNames);
          default -> true;
        }
        && signature.contains().stream()
            .allMatch(
                part ->
                    Header.all(seen, signature.header()).stream()
                        .anyMatch(
                            value ->
                                value
                                    .toLowerCase(Locale.ROOT)
                                    .contains(part.toLowerCase(Locale.ROOT))));
  }

  private static boolean hasFirst(List<String> first, List<String> names, List<String> sentNames) {
    return first.isEmpty()
        || (startsWith(names, first)
            && !(startsWith(sentNames, first)
                && Objects.equals(
                    names.subList(0, first.size()), sentNames.subList(0, first.size()))));
  }

  private static boolean startsWith(List<String> names, List<String> first) {
    return names.size() >= first.size()
        && names.subList(0, first.size()).stream()
            .allMatch(name -> first.stream().anyMatch(name::equalsIgnoreCase));
  }

  private static boolean isLast(String name, List<String> names) {
    return !names.isEmpty() && names.get(names.size() - 1).equalsIgnoreCase(name);
  }

  private static boolean contains(List<String> names, String name) {
    return names.stream().anyMatch(name::equalsIgnoreCase);
  }

  private static boolean isLower(List<String> names) {
    return names.stream().allMatch(name -> name.equals(name.toLowerCase(Locale.ROOT)));
  }

  /** As Go writes names: a capital at each word's begin, small letters behind it. */
  private static boolean isGo(List<String> names) {
    return names.stream().allMatch(name -> name.matches("[A-Z0-9][^A-Z]*(-[A-Z0-9]?[^A-Z]*)*"));
  }
}
