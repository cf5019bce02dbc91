package io.wsgauge.config;

import java.util.regex.Pattern;

/** Keeps credentials out of what is printed. */
public final class Secrets {
  private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/?#\\s\"]*@");
  private static final Pattern QUERY_VALUE =
      Pattern.compile(
          "(?i)([?&][^=&#\\s\"]*(?:token|secret|passw|key|auth|sig)[^=&#\\s\"]*=)[^&#\\s\"]*");

  private Secrets() {}

  /** Replaces user names, passwords and tokens in every URL of the text with {@code ***}. */
  public static String mask(String text) {
    return QUERY_VALUE.matcher(USER_INFO.matcher(text).replaceAll("***@")).replaceAll("$1***");
  }
}
