package io.wsgauge.check.bed;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The head of a request or an answer.
 *
 * @param line the first, without its end
 * @param headers each with its colon
 */
record Head(String line, List<String> headers) {
  /** An answer with a body, after which the connection ends. */
  static String answer(String status, String body, String... headers) {
    StringBuilder text = new StringBuilder("HTTP/1.1 " + status + "\r\n");
    List.of(headers).forEach(header -> text.append(header).append("\r\n"));
    return text.append("Content-Type: text/html\r\nContent-Length: ")
        .append(body.length())
        .append("\r\nConnection: close\r\n\r\n")
        .append(body)
        .toString();
  }

  static Head parse(String text) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    String first = lines.isEmpty() ? "" : lines.remove(0);
    lines.removeIf(String::isEmpty);
    return new Head(first, lines);
  }

  String get(String name) {
    return headers.stream()
        .filter(header -> isOf(header, name))
        .map(header -> header.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }

  private static boolean isOf(String header, String name) {
    return header.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":");
  }

  Head without(String name) {
    return new Head(line, headers.stream().filter(header -> !isOf(header, name)).toList());
  }

  /** Puts it in the place of those of its name, or at the end. */
  Head with(String name, String value) {
    List<String> all = new ArrayList<>(without(name).headers);
    all.add(name + ": " + value);
    return new Head(line, all);
  }

  Head withLine(String other) {
    return new Head(other, headers);
  }

  String target() {
    return line.split(" ", -1)[1];
  }

  Head withTarget(String target) {
    return withLine("GET " + target + " HTTP/1.1");
  }

  boolean isUpgrade() {
    return !get("Upgrade").isEmpty();
  }

  boolean isSwitched() {
    return line.startsWith("HTTP/1.1 101");
  }

  byte[] bytes() {
    StringBuilder text = new StringBuilder(line).append("\r\n");
    headers.forEach(header -> text.append(header).append("\r\n"));
    return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
