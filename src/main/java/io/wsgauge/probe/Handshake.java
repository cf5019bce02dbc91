package io.wsgauge.probe;

import io.wsgauge.handshake.ConnectAttempt;
import io.wsgauge.text.Payloads;
import io.wsgauge.text.Secrets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An opening handshake (RFC 6455, section 4) as it may be shown: line by line, escaped, credentials
 * masked.
 *
 * @param request empty before it was sent
 * @param response empty before there was one
 */
public record Handshake(List<String> request, List<String> response) {
  static final Handshake NONE = new Handshake(List.of(), List.of());

  static Handshake of(ConnectAttempt opening) {
    return new Handshake(request(opening.requestHead()), response(opening));
  }

  private static List<String> request(String head) {
    List<String> lines = new ArrayList<>();
    for (String line : head.lines().filter(line -> !line.isEmpty()).toList()) {
      lines.add(lines.isEmpty() ? requestLine(line) : header(line));
    }
    return lines;
  }

  private static String requestLine(String line) {
    String[] parts = line.split(" ", 3);
    return parts.length < 3
        ? shown(line)
        : parts[0] + " " + shown(Secrets.requestTarget(parts[1])) + " " + parts[2];
  }

  private static String header(String line) {
    String[] parts = line.split(":", 2);
    return parts.length < 2
        ? ""
        : shown(parts[0]) + ": " + shown(Secrets.headerValue(parts[0], parts[1].strip()));
  }

  private static List<String> response(ConnectAttempt opening) {
    List<String> lines = new ArrayList<>();
    if (!opening.statusLine().isEmpty()) {
      lines.add(shown(opening.statusLine()));
    }
    for (Map.Entry<String, String> header : opening.headers()) {
      boolean cookie = header.getKey().toLowerCase(Locale.ROOT).startsWith("set-cookie");
      lines.add(
          cookie
              ? header(header.getKey() + ":" + header.getValue())
              : shown(header.getKey())
                  + ": "
                  + shown(
                      opening.masked(ConnectionInfo.masked(header.getKey(), header.getValue()))));
    }
    return lines;
  }

  private static String shown(String text) {
    return Payloads.visible(Payloads.cut(text, Payloads.MAX_FIELD_LENGTH));
  }
}
