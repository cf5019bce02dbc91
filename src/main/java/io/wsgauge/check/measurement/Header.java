package io.wsgauge.check.measurement;

import java.util.List;

/** One header of a request or an answer, its name in the case in which it was seen. */
public record Header(String name, String value) {
  /** The values of all of that name, whatever its case. */
  public static List<String> all(List<Header> headers, String name) {
    return headers.stream()
        .filter(header -> header.name.equalsIgnoreCase(name))
        .map(Header::value)
        .toList();
  }
}
