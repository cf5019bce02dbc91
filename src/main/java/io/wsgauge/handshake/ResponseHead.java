package io.wsgauge.handshake;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The head of an answer as its bytes have it (RFC 9112), each header in its case and place, however
 * it breaks the rules of a handshake.
 *
 * @param statusLine without its end
 * @param status 0 where the line has no number
 * @param headers in their order
 * @param length bytes of the head, its empty line included
 */
public record ResponseHead(String statusLine, int status, List<Header> headers, int length) {
  /** One header; its value has no space around it. */
  public record Header(String name, String value) {}

  private static final String VERSION = "HTTP/";

  /** Heads that are looked at until the final one: nobody has reason to send as many. */
  private static final int MOST_HEADS = 16;

  /**
   * The final head among the first bytes of an answer: those of interim answers (1xx but for 101)
   * are passed over.
   *
   * @return null as long as it is not whole, or where the answer is not HTTP
   */
  public static @Nullable ResponseHead parse(Buffer bytes) {
    String text = bytes.toString(StandardCharsets.ISO_8859_1);
    int start = 0;
    for (int heads = 0; heads < MOST_HEADS && text.startsWith(VERSION, start); heads++) {
      int end = endOfHead(text, start);
      if (end < 0) {
        return null;
      }
      ResponseHead head = of(text.substring(start, end), end);
      if (head.status / 100 != 1 || head.status == 101) {
        return head;
      }
      start = end;
    }
    return null;
  }

  /** Whether the bytes cannot become an answer of HTTP any more. */
  public static boolean isNotHttp(Buffer bytes) {
    String start = bytes.getString(0, Math.min(bytes.length(), VERSION.length()));
    return !VERSION.startsWith(start) && !start.startsWith(VERSION);
  }

  private static int endOfHead(String text, int start) {
    int crlf = text.indexOf("\r\n\r\n", start);
    int lf = text.indexOf("\n\n", start);
    if (crlf < 0 || (lf >= 0 && lf < crlf)) {
      return lf < 0 ? -1 : lf + 2;
    }
    return crlf + 4;
  }

  private static ResponseHead of(String head, int length) {
    List<String> lines = head.lines().toList();
    List<Header> headers = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.add(new Header(line.substring(0, colon), line.substring(colon + 1).strip()));
      }
    }
    String statusLine = lines.get(0);
    String[] words = statusLine.split(" ", 3);
    int status = words.length > 1 && words[1].matches("\\d{3}") ? Integer.parseInt(words[1]) : 0;
    return new ResponseHead(statusLine, status, List.copyOf(headers), length);
  }

  /** The values of a header, whatever the case of its name. */
  public List<String> all(String name) {
    return headers.stream()
        .filter(header -> header.name.equalsIgnoreCase(name))
        .map(Header::value)
        .toList();
  }

  /** The first value of a header; empty without one. */
  public String first(String name) {
    List<String> all = all(name);
    return all.isEmpty() ? "" : all.get(0);
  }

  /** The body among all bytes of the answer, as far as it has come, without its chunks' sizes. */
  public Buffer body(Buffer bytes) {
    Buffer rest = bytes.slice(Math.min(length, bytes.length()), bytes.length());
    return isChunked() ? Chunks.of(rest).body() : rest;
  }

  /** Whether these bytes are all of the answer; never where only the end of TCP ends it. */
  public boolean isWhole(Buffer bytes) {
    if (status == 101 || status == 204 || status == 304) {
      return true;
    }
    if (isChunked()) {
      return Chunks.of(bytes.slice(Math.min(length, bytes.length()), bytes.length())).isLast();
    }
    String size = first("Content-Length");
    return size.matches("\\d{1,9}") && bytes.length() >= length + Integer.parseInt(size);
  }

  private boolean isChunked() {
    return first("Transfer-Encoding").toLowerCase(Locale.ROOT).endsWith("chunked");
  }

  /**
   * A body in chunks (RFC 9112, section 7.1).
   *
   * @param isLast whether the last chunk has come
   */
  private record Chunks(Buffer body, boolean isLast) {
    static Chunks of(Buffer bytes) {
      String text = bytes.toString(StandardCharsets.ISO_8859_1);
      Buffer body = Buffer.buffer();
      int at = 0;
      while (true) {
        int end = text.indexOf('\n', at);
        String size = end < 0 ? "" : text.substring(at, end).split(";", 2)[0].strip();
        if (!size.matches("[0-9A-Fa-f]{1,7}")) {
          return new Chunks(body, false);
        }
        int length = Integer.parseInt(size, 16);
        if (length == 0) {
          return new Chunks(body, true);
        }
        int from = Math.min(end + 1, bytes.length());
        int to = Math.min(from + length, bytes.length());
        body.appendBuffer(bytes.slice(from, to));
        at = text.indexOf('\n', to) + 1;
        if (at == 0) {
          return new Chunks(body, false);
        }
      }
    }
  }
}
