package io.wsgauge.handshake;

import io.wsgauge.text.Secrets;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a client has sent that may be secret, and that a server may quote. Thread-safe. */
final class SentSecrets {
  private static final Pattern SEPARATORS = Pattern.compile("[\\s,;=&]+");

  /** Characters below which it would be words that are masked, and no secret worth the name. */
  private static final int SHORTEST = 8;

  private final List<String> values;

  /**
   * @param head of the request
   */
  SentSecrets(String head) {
    List<String> lines = head.lines().toList();
    String target = lines.get(0).split(" ", 3)[1];
    String query = target.substring(target.indexOf('?') + 1);
    Stream<String> parameters =
        Stream.of(target.contains("?") ? query.split("&", -1) : new String[0])
            .filter(parameter -> !Secrets.requestTarget("?" + parameter).equals("?" + parameter))
            .map(parameter -> parameter.substring(parameter.indexOf('=') + 1));
    Stream<String> headers =
        lines.stream()
            .skip(1)
            .map(line -> line.split(": ", 2))
            .filter(field -> field.length == 2)
            .filter(field -> !Secrets.headerValue(field[0], field[1]).equals(field[1]))
            .map(field -> field[1]);
    values =
        Stream.concat(parameters, headers)
            .flatMap(SEPARATORS::splitAsStream)
            .filter(value -> value.length() >= SHORTEST)
            .sorted(Comparator.comparing(String::length).reversed())
            .toList();
  }

  /** Masks them in a text, at whose end one may be cut. */
  String mask(String text) {
    String masked = text;
    for (String value : values) {
      masked = masked.replace(value, "***");
      for (int length = Math.min(value.length() - 1, masked.length());
          length >= SHORTEST;
          length--) {
        if (masked.endsWith(value.substring(0, length))) {
          masked = masked.substring(0, masked.length() - length) + "***";
        }
      }
    }
    return masked;
  }
}
