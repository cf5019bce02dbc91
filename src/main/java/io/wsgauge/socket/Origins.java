package io.wsgauge.socket;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The origins from which a browser may connect (RFC 6455, section 10.2). Scheme and host are
 * compared without case, since that is how they are. Thread-safe.
 */
final class Origins {
  private static final String ALL = "*";
  private static final String ANY_HOST_BELOW = "://*.";

  private final boolean all;
  private final Set<String> exact;
  private final List<Pattern> wildcards;

  /**
   * @param allowed {@code *}, or each {@code scheme://host[:port]}, where {@code *.} in front of a
   *     host stands for one or more labels
   */
  Origins(Set<String> allowed) {
    this.all = allowed.contains(ALL);
    this.exact = allowed.stream().map(Origins::lower).collect(Collectors.toUnmodifiableSet());
    this.wildcards =
        allowed.stream()
            .filter(origin -> origin.contains(ANY_HOST_BELOW))
            .map(Origins::wildcard)
            .toList();
  }

  private static Pattern wildcard(String origin) {
    int star = origin.indexOf(ANY_HOST_BELOW) + 3;
    return Pattern.compile(
        Pattern.quote(lower(origin.substring(0, star)))
            + "[^/:@]+"
            + Pattern.quote(lower(origin.substring(star + 1))));
  }

  boolean allow(String origin) {
    String lower = lower(origin);
    return all
        || exact.contains(lower)
        || wildcards.stream().anyMatch(wildcard -> wildcard.matcher(lower).matches());
  }

  private static String lower(String origin) {
    return origin.toLowerCase(Locale.ROOT);
  }
}
