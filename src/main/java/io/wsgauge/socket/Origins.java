package io.wsgauge.socket;

import io.wsgauge.text.HostPort;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The origins from which a browser may connect (RFC 6455, section 10.2). Scheme and host are
 * compared without case, since that is how they are. Thread-safe.
 */
final class Origins {
  private static final String ALL = "*";
  private static final String ANY_HOST_BELOW = "://*.";

  /** A scheme, a host that is not in ASCII, and a port. */
  private static final Pattern INTERNATIONAL =
      Pattern.compile("(.*://(?:\\*\\.)?)([^:]*[^:\\p{ASCII}][^:]*)(.*)");

  private final boolean all;
  private final Set<String> exact;
  private final List<Pattern> wildcards;

  /**
   * @param allowed {@code *}, or each {@code null} or {@code scheme://host[:port]}, where {@code
   *     *.} in front of a host stands for one or more labels
   */
  Origins(Set<String> allowed) {
    this.all = allowed.contains(ALL);
    Set<String> sent = allowed.stream().map(Origins::ascii).collect(Collectors.toSet());
    this.exact = sent.stream().map(Origins::lower).collect(Collectors.toUnmodifiableSet());
    this.wildcards =
        sent.stream()
            .filter(origin -> origin.contains(ANY_HOST_BELOW))
            .map(Origins::wildcard)
            .toList();
  }

  /** The origin with its host as browsers send it (RFC 6454, section 6.2). */
  private static String ascii(String origin) {
    Matcher international = INTERNATIONAL.matcher(origin);
    try {
      return international.matches()
          ? international.group(1) + HostPort.ascii(international.group(2)) + international.group(3)
          : origin;
    } catch (IllegalArgumentException e) {
      return origin; // no browser comes from there
    }
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
