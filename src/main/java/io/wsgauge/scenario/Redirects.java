package io.wsgauge.scenario;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where a client may have itself redirected. A link to this server that leads to any other site
 * would lend that site this server's good name.
 */
final class Redirects {
  private static final Set<String> SCHEMES = Set.of("http", "https", "ws", "wss");

  private final Set<String> hosts;

  /**
   * @param hosts beside this server; with * among them all are
   */
  Redirects(List<String> hosts) {
    this.hosts =
        hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
  }

  boolean allow(String location) {
    return location.startsWith("/") ? allowPath(location) : allowUrl(location);
  }

  /**
   * One of this server, as every client reads it: some take a backslash for a slash, and what
   * begins with two slashes, if only after {@code /..}, for a host.
   */
  private static boolean allowPath(String location) {
    String path = location.split("[?#]", 2)[0];
    return !path.contains("//") && !location.contains("\\");
  }

  /** One that names a host and nobody who asks, since those are read in more than one way. */
  private boolean allowUrl(String location) {
    try {
      URI url = new URI(location);
      return url.getScheme() != null
          && SCHEMES.contains(url.getScheme().toLowerCase(Locale.ROOT))
          && url.getHost() != null
          && url.getRawUserInfo() == null
          && (hosts.contains("*") || hosts.contains(url.getHost().toLowerCase(Locale.ROOT)));
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
