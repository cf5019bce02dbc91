package io.wsgauge.handshake;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

/**
 * The headers of a request or an answer, in order and with names in the case in which they came, in
 * one piece of memory: those of many connections are kept, and few are ever looked at.
 */
public final class HeaderLines {
  private static final char AFTER_NAME = ':';
  private static final char AFTER_VALUE = '\n';

  /**
   * Lines of a name, a colon and a value, in which the first is in no name and the second in no
   * value.
   */
  private final String lines;

  private HeaderLines(String lines) {
    this.lines = lines;
  }

  /** Those that are left of an iteration over headers, as HTTP/1.1 has read or is to write them. */
  public static HeaderLines of(
      Iterator<? extends Entry<? extends CharSequence, ? extends CharSequence>> headers) {
    StringBuilder lines = new StringBuilder(512);
    headers.forEachRemaining(
        header ->
            lines
                .append(header.getKey())
                .append(AFTER_NAME)
                .append(header.getValue())
                .append(AFTER_VALUE));
    return new HeaderLines(lines.toString());
  }

  /** Each of them, as a name and a value. */
  public List<Entry<String, String>> entries() {
    List<Entry<String, String>> entries = new ArrayList<>();
    int end;
    for (int from = 0; from < lines.length(); from = end + 1) {
      int colon = lines.indexOf(AFTER_NAME, from);
      end = lines.indexOf(AFTER_VALUE, colon);
      entries.add(Map.entry(lines.substring(from, colon), lines.substring(colon + 1, end)));
    }
    return entries;
  }

  /** The values of a header, in order. */
  public List<String> values(String name) {
    List<String> values = new ArrayList<>();
    String begin = name + AFTER_NAME;
    int end;
    for (int from = 0; from < lines.length(); from = end + 1) {
      end = lines.indexOf(AFTER_VALUE, from);
      if (lines.regionMatches(true, from, begin, 0, begin.length())) {
        values.add(lines.substring(from + begin.length(), end));
      }
    }
    return values;
  }

  /** Bytes that they take, about. */
  public int size() {
    return lines.length();
  }
}
