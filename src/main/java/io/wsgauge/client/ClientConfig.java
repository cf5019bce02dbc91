package io.wsgauge.client;

import io.wsgauge.config.Checked;
import io.wsgauge.config.ConfiguredFile;
import io.wsgauge.config.PemFiles;
import io.wsgauge.config.Problems;
import io.wsgauge.telemetry.LogConfig;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Section {@code client}; the schema says what the keys mean. */
public record ClientConfig(
    boolean enabled, List<TargetConfig> targets, BackoffConfig backoff, LogConfig log)
    implements Checked {

  private static final Set<String> OF_THE_HANDSHAKE =
      Set.of("connection", "upgrade", "content-length", "transfer-encoding");

  /** One WebSocket to ping. */
  public record TargetConfig(
      String name,
      String url,
      String message,
      String expect,
      Duration interval,
      Duration timeout,
      List<String> headers,
      List<String> subprotocols,
      AuthConfig auth,
      TlsConfig tls) {

    /** Whether the target is this very server. */
    public boolean isSelf() {
      return url.equals("self");
    }
  }

  /** Credentials in files; each part is empty where there is none. */
  public record AuthConfig(String tokenFile, String user, String passwordFile) {}

  /** PEM files; each is empty where there is none. */
  public record TlsConfig(String authorities, String certificate, String key) {}

  /** The bounds of the wait before a reconnect. */
  public record BackoffConfig(Duration initial, Duration max) {}

  /** Whether there is anything to do. */
  public boolean active() {
    return enabled && !targets.isEmpty();
  }

  @Override
  public void check(Problems problems) {
    if (backoff.max().compareTo(backoff.initial()) < 0) {
      problems.add("client.backoff.max", "must not be below client.backoff.initial");
    }
    Set<String> names = new HashSet<>();
    for (int i = 0; i < targets.size(); i++) {
      TargetConfig target = targets.get(i);
      String path = "client.targets[" + i + "]";
      if (!names.add(target.name())) {
        problems.add(path + ".name", target.name(), "is the name of another target");
      }
      if (!target.isSelf()) {
        checkUrl(path + ".url", target.url(), problems);
      }
      for (int j = 0; j < target.headers().size(); j++) {
        checkHeader(path + ".headers[" + j + "]", target.headers().get(j), problems);
      }
      checkAuth(path + ".auth", target.auth(), problems);
      checkTls(path + ".tls", target.tls(), problems);
    }
  }

  private static void checkHeader(String path, String header, Problems problems) {
    String name = header.substring(0, header.indexOf(':'));
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.equals("authorization")) {
      problems.add(path, name, "belongs into a file that auth names");
    } else if (lower.startsWith("sec-websocket-") || OF_THE_HANDSHAKE.contains(lower)) {
      problems.add(path, name, "is a header of the handshake itself");
    }
  }

  private static void checkAuth(String path, AuthConfig auth, Problems problems) {
    if (auth.user().isEmpty() != auth.passwordFile().isEmpty()) {
      problems.add(
          path + (auth.user().isEmpty() ? ".user" : ".passwordFile"),
          "",
          "user and passwordFile need each other");
    }
    if (!auth.user().isEmpty() && !auth.tokenFile().isEmpty()) {
      problems.add(path + ".tokenFile", auth.tokenFile(), "must be empty where there is a user");
    }
    ConfiguredFile.check(path + ".tokenFile", auth.tokenFile(), ConfiguredFile::secret, problems);
    ConfiguredFile.check(
        path + ".passwordFile", auth.passwordFile(), ConfiguredFile::secret, problems);
  }

  private static void checkTls(String path, TlsConfig tls, Problems problems) {
    PemFiles.check(path, tls.certificate(), tls.key(), problems);
    ConfiguredFile.check(
        path + ".authorities", tls.authorities(), PemFiles::certificates, problems);
  }

  private static void checkUrl(String path, String url, Problems problems) {
    try {
      URI uri = new URI(url);
      if (uri.getHost() == null) {
        problems.add(path, url, "must name a host");
      } else if (uri.getRawUserInfo() != null) {
        problems.add(path, url, "must not hold credentials");
      } else if (uri.getRawPath().startsWith("//")) {
        problems.add(path, url, "must not have a path that begins with //");
      } else if (uri.getPort() > 65535) {
        problems.add(path, url, "has no port between 1 and 65535");
      }
    } catch (URISyntaxException e) {
      problems.add(path, url, "is not a URL: " + e.getReason());
    }
  }
}
