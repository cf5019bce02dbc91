package io.wsgauge.cluster;

import io.wsgauge.text.Url;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The rule for a URL of which another node has told, since whoever is in the cluster could have
 * this one ping anything: its host is the node's own address, or one that is configured.
 */
final class NodeUrl {
  private static final Set<String> SCHEMES = Set.of("ws", "wss");

  private NodeUrl() {}

  /**
   * Whether the URL may be pinged.
   *
   * @param address by which the node is a member
   * @param allow further hosts, also of the form {@code *.domain}
   */
  static boolean isAllowed(String url, String address, List<String> allow) {
    Url read;
    try {
      read = Url.of(url);
    } catch (IllegalArgumentException e) {
      return false;
    }
    String host = read.host().toLowerCase(Locale.ROOT);
    return SCHEMES.contains(read.scheme())
        && (host.equals(host(address))
            || allow.stream().anyMatch(pattern -> matches(host, pattern.toLowerCase(Locale.ROOT))));
  }

  private static String host(String address) {
    return address.indexOf(':') < 0 ? address : "[" + address.toLowerCase(Locale.ROOT) + "]";
  }

  private static boolean matches(String host, String pattern) {
    return pattern.startsWith("*.") ? host.endsWith(pattern.substring(1)) : host.equals(pattern);
  }
}
