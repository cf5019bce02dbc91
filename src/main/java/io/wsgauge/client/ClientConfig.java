package io.wsgauge.client;

import io.wsgauge.config.Checked;
import io.wsgauge.config.Problems;
import io.wsgauge.telemetry.LogConfig;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Section {@code client}; the schema says what the keys mean. */
public record ClientConfig(
    boolean enabled, List<TargetConfig> targets, BackoffConfig backoff, LogConfig log)
    implements Checked {

  /** One WebSocket to ping. */
  public record TargetConfig(
      String name, String url, String message, String expect, Duration interval, Duration timeout) {

    /** Whether the target is this very server. */
    public boolean isSelf() {
      return url.equals("self");
    }
  }

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
    }
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
