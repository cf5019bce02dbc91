package io.wsgauge.text;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Keeps credentials out of what is printed, each in its place as {@code ***}. What is not known to
 * be harmless counts as one: the name of a header or parameter does not decide.
 */
public final class Secrets {
  private static final String MASK = "***";

  /** A URL with a bound on the scheme, without which a long text of letters took quadratic time. */
  private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]{0,30}://[^\\s\"'<>]+");

  /** Also without a scheme, and with slashes that are missing or of the wrong kind. */
  private static final Pattern USER_INFO =
      Pattern.compile("^((?:[A-Za-z][A-Za-z0-9+.-]*:)?[/\\\\]*)[^/\\\\?#]*@");

  /** A URL up to the end of its host. */
  private static final Pattern ORIGIN =
      Pattern.compile("^(?:[A-Za-z][A-Za-z0-9+.-]*:)?[/\\\\]*[^/\\\\?#]*");

  /** What stands for a secret already, as where the other end has told what it saw. */
  private static final Pattern LENGTH = Pattern.compile("\\([0-9]+ bytes?\\)");

  private static final Pattern HEADER_KEY = Pattern.compile("(?:^|.*\\.)headers(?:[.\\[].*)?");
  private static final Pattern WEBHOOK_KEY = Pattern.compile("(?:^|.*\\.)webhook\\.url");
  private static final Pattern URL_KEY = Pattern.compile("(?:^|.*\\.)url");

  private Secrets() {}

  /** Masks user, password, query and fragment in every URL of a text. */
  public static String mask(String text) {
    if (!text.contains("://")) {
      return text;
    }
    return URL.matcher(text)
        .replaceAll((MatchResult found) -> Matcher.quoteReplacement(maskUrl(found.group())));
  }

  /**
   * Masks what would be a secret of a URL, however malformed: who asks, the values of the query but
   * for those of a scenario, and the fragment.
   */
  public static String maskUrl(String url) {
    return maskUrl(url, secret -> MASK);
  }

  /** Shows the target of a request, with the length of each value of its query that is masked. */
  public static String requestTarget(String target) {
    return maskUrl(target, Secrets::length);
  }

  /** Shows the value of a header or, where it is not known to be harmless, its length. */
  public static String headerValue(String name, String value) {
    return Harmless.isHeader(name) ? mask(value) : length(value);
  }

  /** A length in bytes; a header and a request line have each byte as one character. */
  private static String length(String secret) {
    return LENGTH.matcher(secret).matches()
        ? secret
        : "(" + Quantity.of(secret.length(), "byte") + ")";
  }

  private static String maskUrl(String url, UnaryOperator<String> mask) {
    int hash = url.indexOf('#');
    String all = hash < 0 ? url : url.substring(0, hash);
    int mark = all.indexOf('?');
    String place = mark < 0 ? all : all.substring(0, mark);
    String query =
        mark < 0
            ? ""
            : Arrays.stream(all.substring(mark + 1).split("&", -1))
                .map(parameter -> maskParameter(parameter, mask))
                .collect(Collectors.joining("&", "?", ""));
    return USER_INFO.matcher(place).replaceFirst("$1" + MASK + "@")
        + query
        + (hash < 0 ? "" : "#" + MASK);
  }

  /**
   * Masks a value of the configuration and all that is in it.
   *
   * @param path of its key, or the end of that
   */
  public static Object mask(String path, Object value) {
    if (value instanceof JsonObject section) {
      JsonObject masked = new JsonObject();
      section.forEach(
          member ->
              masked.put(member.getKey(), mask(path + "." + member.getKey(), member.getValue())));
      return masked;
    }
    if (value instanceof JsonArray list) {
      return new JsonArray(list.stream().map(item -> mask(path + "[]", item)).toList());
    }
    return value instanceof String text ? maskText(path, text) : value;
  }

  private static String maskText(String path, String text) {
    if (HEADER_KEY.matcher(path).matches()) {
      return maskHeader(text);
    }
    if (WEBHOOK_KEY.matcher(path).matches()) {
      return maskPath(text);
    }
    return URL_KEY.matcher(path).matches() ? maskUrl(text) : mask(text);
  }

  /** Masks a URL that is a secret itself, as those of chats are: leaves scheme, host and port. */
  private static String maskPath(String url) {
    Matcher origin = ORIGIN.matcher(url);
    String shown = origin.lookingAt() ? origin.group() : "";
    String rest = url.substring(shown.length());
    return USER_INFO.matcher(shown).replaceFirst("$1" + MASK + "@")
        + (rest.isEmpty() || rest.equals("/") ? rest : "/" + MASK);
  }

  private static String maskParameter(String parameter, UnaryOperator<String> mask) {
    int equals = parameter.indexOf('=');
    String name = equals < 0 ? parameter : parameter.substring(0, equals);
    if ((name.isEmpty() && equals < 0) || Harmless.isParameter(name)) {
      return parameter;
    }
    return equals < 0 ? mask.apply(name) : name + "=" + mask.apply(parameter.substring(equals + 1));
  }

  private static String maskHeader(String header) {
    int colon = header.indexOf(':');
    String name = colon < 0 ? "" : header.substring(0, colon);
    if (Harmless.isHeader(name)) {
      return mask(header);
    }
    return name.isEmpty() ? MASK : name + ": " + MASK;
  }
}
