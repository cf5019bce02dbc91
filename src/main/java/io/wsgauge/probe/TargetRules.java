package io.wsgauge.probe;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.wsgauge.config.Problems;
import io.wsgauge.text.Url;
import java.util.Optional;

/** Rules beyond the schema that several keys share. Thread-safe. */
public final class TargetRules {
  private TargetRules() {}

  /** Checks a URL, whose scheme the schema has checked. */
  public static void checkUrl(String path, String url, Problems problems) {
    brokenByUrl(url).ifPresent(rule -> problems.add(path, url, rule));
  }

  /** Checks a host that may have a port. */
  public static void checkHostAndPort(String path, String text, Problems problems) {
    brokenByUrl("tcp://" + text).ifPresent(rule -> problems.add(path, text, rule));
  }

  /** The rule that a URL breaks, its scheme aside; empty if it breaks no rule. */
  public static Optional<String> brokenByUrl(String url) {
    try {
      Url parsed = Url.of(url);
      if (parsed.path().startsWith("//")) {
        return Optional.of("must not have a path that begins with //");
      } else if (parsed.port() == 0 || parsed.port() > 65535) {
        return Optional.of("has no port between 1 and 65535");
      }
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** Checks a regular expression of RE2, which is matched in linear time. */
  public static void checkPattern(String path, String pattern, Problems problems) {
    try {
      Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      problems.add(path, pattern, "is no regular expression: " + e.getDescription());
    }
  }

  /** Checks that a user and a password come together. */
  static void checkUser(String path, String user, String passwordFile, Problems problems) {
    if (user.isEmpty() != passwordFile.isEmpty()) {
      problems.add(
          path + (user.isEmpty() ? ".user" : ".passwordFile"),
          "",
          "user and passwordFile need each other");
    }
  }
}
