package io.wsgauge.config;

import io.wsgauge.text.Suggestion;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What somebody most likely meant by a key that is not known where it stands. */
final class UnknownKey {
  private static final int MOST = 3;

  private UnknownKey() {}

  /**
   * @param path where the key stands
   * @param known the keys that there are beside it
   * @param leaves the paths of all keys
   */
  static String words(String path, Set<String> known, Set<String> leaves) {
    if (leaves.contains(path)) {
      return "unknown key; a dot begins no section, write " + nested(path);
    }
    String key = path.substring(path.lastIndexOf('.') + 1);
    return "unknown key"
        + Suggestion.nearest(key, known)
            .or(() -> elsewhere(path.split("[.\\[]", 2)[0], key, leaves))
            .map(Suggestion::words)
            .orElse("");
  }

  /** All such keys, or where these are too many those of its own section. */
  private static Optional<String> elsewhere(String section, String key, Set<String> leaves) {
    Pattern upToKey = Pattern.compile("(?:.*\\.)?" + Pattern.quote(key) + "(?=[.\\[]|$)");
    List<String> paths =
        leaves.stream()
            .map(upToKey::matcher)
            .filter(Matcher::lookingAt)
            .map(found -> found.group().replace("[0]", "[]"))
            .distinct()
            .toList();
    List<String> few =
        paths.size() <= MOST
            ? paths
            : paths.stream().filter(found -> found.startsWith(section + ".")).toList();
    return few.isEmpty() || few.size() > MOST
        ? Optional.empty()
        : Optional.of(String.join(" or ", few));
  }

  private static String nested(String path) {
    int levels = path.split("\\.").length;
    return "{\"" + path.replace(".", "\": {\"") + "\": …" + "}".repeat(levels);
  }
}
