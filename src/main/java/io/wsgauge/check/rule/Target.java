package io.wsgauge.check.rule;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A URL, or the target of a request, in parts; none is judged.
 *
 * @param scheme empty in a target
 * @param authority likewise
 * @param path at least a slash
 * @param query without its question mark
 */
record Target(String scheme, String authority, String path, String query) {

  static Target ofUrl(String url) {
    int scheme = url.indexOf("://");
    if (scheme < 0) {
      return ofTarget(url);
    }
    String rest = url.substring(scheme + 3).split("#", 2)[0];
    int end = 0;
    while (end < rest.length() && "/?".indexOf(rest.charAt(end)) < 0) {
      end++;
    }
    Target target = ofTarget(rest.substring(end));
    String authority = rest.substring(rest.lastIndexOf('@', Math.max(0, end - 1)) + 1, end);
    return new Target(
        url.substring(0, scheme).toLowerCase(Locale.ROOT), authority, target.path, target.query);
  }

  static Target ofTarget(String target) {
    String[] parts = target.split("[?]", 2);
    return new Target(
        "", "", parts[0].isEmpty() ? "/" : parts[0], parts.length > 1 ? parts[1] : "");
  }

  /** The same path, whatever of it is percent-encoded without need. */
  boolean hasPathOf(Target other) {
    return decoded(path).equals(decoded(other.path));
  }

  /** The names of a query's parameters. */
  List<String> parameters() {
    return Arrays.stream(query.split("&"))
        .map(parameter -> parameter.split("=", 2)[0])
        .filter(name -> !name.isEmpty())
        .toList();
  }

  /** Whether the hosts are the same, with the default port of the scheme or without. */
  static boolean isSameHost(String one, String other) {
    return host(one).equals(host(other));
  }

  private static String host(String authority) {
    return authority
        .toLowerCase(Locale.ROOT)
        .replaceFirst(":(80|443)$", "")
        .replaceFirst("\\.$", "");
  }

  private static String decoded(String path) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c == '%' && path.substring(i + 1).matches("(?s)[0-9A-Fa-f]{2}.*")) {
        text.append((char) Integer.parseInt(path.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        text.append(c);
      }
    }
    return new String(
        text.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
