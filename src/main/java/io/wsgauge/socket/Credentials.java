package io.wsgauge.socket;

import io.wsgauge.config.ConfiguredFile;
import io.wsgauge.socket.SocketConfig.AuthConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The tokens (RFC 6750) and the names with their passwords (RFC 7617) that are accepted. They are
 * kept as digests, and compared in a time that does not depend on what is presented. Thread-safe.
 */
final class Credentials {
  private static final String BEARER = "bearer ";
  private static final String BASIC = "basic ";

  private final List<byte[]> digests;

  private Credentials(List<byte[]> digests) {
    this.digests = digests;
  }

  /** Reads the files. Blocks. */
  static Credentials read(AuthConfig config) throws IOException {
    List<byte[]> digests = new ArrayList<>();
    if (!config.tokenFile().isEmpty()) {
      tokens(Path.of(config.tokenFile())).forEach(token -> digests.add(digest(BEARER + token)));
    }
    if (!config.userFile().isEmpty()) {
      users(Path.of(config.userFile())).forEach(user -> digests.add(digest(BASIC + user)));
    }
    return new Credentials(digests);
  }

  /**
   * One on each line; lines that are empty or begin with {@code #} are left out.
   *
   * @throws IllegalArgumentException when there is none
   */
  static List<String> tokens(Path file) throws IOException {
    List<String> lines =
        ConfiguredFile.text(file)
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .toList();
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("holds nothing");
    }
    return lines;
  }

  /**
   * A {@code name:password} on each line, as with {@link #tokens}.
   *
   * @throws IllegalArgumentException when there is none, or another line
   */
  static List<String> users(Path file) throws IOException {
    List<String> users = tokens(file);
    if (!users.stream().allMatch(user -> user.contains(":"))) {
      throw new IllegalArgumentException("must have lines of the form name:password");
    }
    return users;
  }

  /**
   * Whether the value of an {@code Authorization} header is among them.
   *
   * @param authorization null without the header
   */
  boolean contain(@Nullable String authorization) {
    byte[] presented = digest(canonical(authorization));
    boolean found = false;
    for (byte[] digest : digests) {
      found |= MessageDigest.isEqual(digest, presented);
    }
    return found;
  }

  /** The scheme in lower case, and a name with its password decoded; empty when it is neither. */
  private static String canonical(@Nullable String authorization) {
    String text = authorization == null ? "" : authorization.strip();
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.startsWith(BEARER)) {
      return BEARER + text.substring(BEARER.length()).strip();
    }
    if (!lower.startsWith(BASIC)) {
      return "";
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(text.substring(BASIC.length()).strip());
      return BASIC + new String(decoded, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return ""; // not base64, so it is nobody's
    }
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
