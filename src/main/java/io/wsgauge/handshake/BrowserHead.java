package io.wsgauge.handshake;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Gives the head of a handshake the form in which Chromium writes it. Neither the case of a name
 * nor the order means anything (RFC 9110, section 5), but there are servers that know no other.
 */
final class BrowserHead {
  private static final String OTHERS = "";

  private static final List<String> NAMES =
      List.of(
          "Host",
          "Connection",
          "User-Agent",
          "Upgrade",
          "Origin",
          "Sec-WebSocket-Version",
          OTHERS,
          "Sec-WebSocket-Key",
          "Sec-WebSocket-Extensions",
          "Sec-WebSocket-Protocol");

  private BrowserHead() {}

  /**
   * The same head in that form.
   *
   * @param head with the empty line at its end
   */
  static String arrange(String head) {
    List<String> lines = head.lines().toList();
    Stream<String> fields =
        lines.subList(1, lines.size() - 1).stream()
            .sorted(Comparator.comparingInt(BrowserHead::place))
            .map(BrowserHead::written);
    return Stream.of(Stream.of(lines.get(0)), fields, Stream.of("", ""))
        .flatMap(part -> part)
        .collect(Collectors.joining("\r\n"));
  }

  private static int place(String field) {
    String name = field.substring(0, field.indexOf(':'));
    return IntStream.range(0, NAMES.size())
        .filter(i -> NAMES.get(i).equalsIgnoreCase(name))
        .findFirst()
        .orElse(NAMES.indexOf(OTHERS));
  }

  private static String written(String field) {
    String name = NAMES.get(place(field));
    String value = field.substring(field.indexOf(':') + 1).strip();
    return switch (name) {
      case OTHERS -> field;
      case "Connection" -> "Connection: Upgrade";
      case "Sec-WebSocket-Protocol" -> name + ": " + value.replace(",", ", ");
      default -> name + ": " + value;
    };
  }
}
