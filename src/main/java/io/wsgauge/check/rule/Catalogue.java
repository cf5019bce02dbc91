package io.wsgauge.check.rule;

import static java.util.function.Predicate.not;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The products that are known: what gives them away, what they do to WebSockets, and how that is
 * mended in each. Data alone, so that a product is added without code.
 */
public record Catalogue(List<Product> products) {
  /** Causes that are only possible, beyond which more do not help. */
  private static final int MOST_POSSIBLE = 4;

  private static final int MOST_FIXES = 4;

  /** What is measured may be off by this part, and is a product's default all the same. */
  private static final double NEAR = 0.04;

  /** Seconds by which a measured time may be off. */
  private static final double SLACK = 0.1;

  private static final Set<FindingId> TIMED =
      EnumSet.of(FindingId.IDLE_TIMEOUT, FindingId.FIRST_MESSAGE_TIMEOUT, FindingId.LIFETIME_LIMIT);

  /** The product of what mends a finding whatever is in between. */
  private static final String ANY = "any";

  /**
   * @param name for a person
   * @param earlySeconds by which its timers may fire too early, since they look at whole seconds
   */
  public record Product(
      String id,
      String name,
      double earlySeconds,
      List<Signature> signatures,
      List<Behaviour> behaviours,
      List<Mend> mends) {}

  /**
   * What gives a product away; all that is given must hold.
   *
   * @param where {@code garbage} is the answer to what is no HTTP, {@code answer} a header of an
   *     answer, {@code request} the request as the server saw it
   * @param header of an answer whose value is looked at; empty for any other
   * @param contains texts, all of which are in it
   * @param without texts, none of which are in it
   * @param first names of headers that come first, in any order, where they were not sent so
   * @param last name of a header that comes last; empty for any
   * @param has names of headers that were not sent
   * @param letters {@code lower} or {@code go} (each word begins with a capital), where what was
   *     sent is neither; empty for any
   */
  public record Signature(
      String where,
      String header,
      List<String> contains,
      List<String> without,
      List<String> first,
      String last,
      List<String> has,
      String letters,
      Confidence confidence,
      String because) {}

  /**
   * What a product does.
   *
   * @param value by default, a number or a word; null for whatever it is set to
   * @param direction null for any
   * @param source with the date at which it was read
   */
  public record Behaviour(
      FindingId finding,
      @Nullable Object value,
      @Nullable String direction,
      Confidence confidence,
      String because,
      Source source) {}

  /**
   * What mends a finding.
   *
   * @param value that alone it is for; null for any that has no mend of its own, neither in this
   *     product nor in {@code any}
   * @param text in which {@code {ping}} stands for the seconds between pings that keep a WebSocket
   *     open
   */
  public record Mend(
      FindingId finding,
      @Nullable Object value,
      @Nullable String direction,
      String text,
      Source source) {}

  /**
   * Where a fact is from.
   *
   * @param date at which it was read there
   */
  public record Source(String address, String date) {}

  /** Adds what may be behind a finding, given the products on the path, and what mends it. */
  Finding explain(Finding found, List<Hop> hops) {
    Finding finding = timed(found, hops);
    List<Cause> causes = new ArrayList<>(finding.causes());
    boolean settled = causes.stream().anyMatch(cause -> cause.confidence() == Confidence.SURE);
    if (!settled) {
      hops.forEach(hop -> cause(finding, hop).ifPresent(causes::add));
      if (causes.stream()
          .noneMatch(cause -> cause.confidence().compareTo(Confidence.LIKELY) <= 0)) {
        elsewhere(finding, hops).forEach(causes::add);
      }
    }
    if (causes.isEmpty()) {
      causes.add(
          new Cause(
              "unknown", Confidence.UNKNOWN, "no product was recognised that is known to do so"));
    }
    causes.sort(Comparator.comparing(Cause::confidence));
    return finding.withCauses(List.copyOf(causes)).withFixes(fixes(finding, causes, hops));
  }

  /** What a timer is set to that fires early, which is usually a whole number. */
  private Finding timed(Finding finding, List<Hop> hops) {
    double early =
        hops.stream()
            .map(hop -> product(hop.product()))
            .flatMap(Optional::stream)
            .mapToDouble(Product::earlySeconds)
            .max()
            .orElse(0);
    if (early == 0
        || !TIMED.contains(finding.id())
        || !(finding.value().get("min") instanceof Number min)
        || !(finding.value().get("max") instanceof Number max)) {
      return finding;
    }
    double most = Math.max(min.doubleValue() + early, max.doubleValue());
    double whole = Math.ceil(max.doubleValue() - SLACK);
    Map<String, Object> value = new LinkedHashMap<>(finding.value());
    double set = whole <= most + SLACK ? whole : max.doubleValue();
    value.put("seconds", set);
    value.put("max", most);
    return finding
        .withValue(value)
        .withSentence(
            "%s Its timers look at whole seconds: it is set to %s."
                .formatted(finding.sentence(), Values.seconds(set)));
  }

  private Optional<Cause> cause(Finding finding, Hop hop) {
    return product(hop.product())
        .flatMap(
            product ->
                product.behaviours().stream()
                    .filter(behaviour -> isOf(behaviour, finding))
                    .filter(
                        behaviour ->
                            behaviour.value() == null || hasValue(behaviour.value(), finding))
                    .min(Comparator.comparing(behaviour -> behaviour.value() == null ? 1 : 0))
                    .map(
                        behaviour ->
                            new Cause(
                                product.id(),
                                hop.confidence().and(behaviour.confidence()),
                                behaviour.because())));
  }

  /** Products that were not recognised, and do exactly this by default. */
  private Stream<Cause> elsewhere(Finding finding, List<Hop> hops) {
    return products.stream()
        .filter(product -> hops.stream().noneMatch(hop -> hop.product().equals(product.id())))
        .flatMap(
            product ->
                product.behaviours().stream()
                    .filter(
                        behaviour ->
                            isOf(behaviour, finding) && hasValue(behaviour.value(), finding))
                    .limit(1)
                    .map(
                        behaviour ->
                            new Cause(product.id(), Confidence.POSSIBLE, behaviour.because())))
        .limit(MOST_POSSIBLE);
  }

  private static boolean isOf(Behaviour behaviour, Finding finding) {
    return behaviour.finding() == finding.id()
        && (behaviour.direction() == null || behaviour.direction().equals(finding.direction()));
  }

  private static boolean hasValue(@Nullable Object value, Finding finding) {
    return (value instanceof Number number && !finding.id().value().equals("status"))
        ? Math.abs(number.doubleValue() - finding.number()) <= number.doubleValue() * NEAR
        : value != null && value.equals(finding.value().get(finding.id().value()));
  }

  private List<Fix> fixes(Finding finding, List<Cause> causes, List<Hop> hops) {
    return Stream.of(
            causes.stream().map(Cause::id), hops.stream().map(Hop::product), Stream.of(ANY))
        .flatMap(ids -> ids)
        .distinct()
        .map(this::product)
        .flatMap(Optional::stream)
        .flatMap(
            product ->
                mends(product, finding)
                    .map(mend -> new Fix(product.id(), filled(mend.text(), finding))))
        .limit(MOST_FIXES)
        .toList();
  }

  private Stream<Mend> mends(Product product, Finding finding) {
    List<Mend> all = product.mends().stream().filter(mend -> isFor(mend, finding)).toList();
    List<Mend> own = all.stream().filter(mend -> hasValue(mend.value(), finding)).toList();
    return own.isEmpty() && !isApart(finding)
        ? all.stream().filter(mend -> mend.value() == null)
        : own.stream();
  }

  /** Whether what mends the finding otherwise does not with this value, whatever is in between. */
  private boolean isApart(Finding finding) {
    return product(ANY).stream()
        .flatMap(any -> any.mends().stream())
        .anyMatch(mend -> isFor(mend, finding) && hasValue(mend.value(), finding));
  }

  private static boolean isFor(Mend mend, Finding finding) {
    return mend.finding() == finding.id()
        && (mend.direction() == null || Objects.equals(mend.direction(), finding.direction()));
  }

  /** Pings come at less than half of a timeout, so that one may get lost. */
  private static String filled(String text, Finding finding) {
    double seconds = finding.number() * 5 / 12;
    String every = seconds >= 1 ? (long) seconds + " s" : Math.round(seconds * 1000) + " ms";
    return text.replace("{ping}", every);
  }

  /** A product by its id. */
  public Optional<Product> product(String id) {
    return products.stream().filter(product -> product.id().equals(id)).findFirst();
  }

  /** The name of a product for a person; the id itself where it is none of these. */
  public String name(String id) {
    return product(id).map(Product::name).filter(not(String::isEmpty)).orElse(id);
  }
}
