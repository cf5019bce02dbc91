package io.wsgauge.handshake;

import io.wsgauge.wire.Limit;
import io.wsgauge.wire.NegotiatedDeflate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the two ends agree on for permessage-deflate (RFC 7692, section 7.1), as far as this end has
 * to keep to it when it compresses.
 *
 * @param noContextTakeover whether it begins each message with an empty window
 * @param maxWindowBits binary logarithm of its window in bytes, 8 to 15
 * @param response the value of Sec-WebSocket-Extensions in the server's answer
 */
record DeflateParameters(boolean noContextTakeover, int maxWindowBits, String response) {
  private static final String NAME = "permessage-deflate";
  private static final Set<String> FLAGS =
      Set.of("server_no_context_takeover", "client_no_context_takeover");
  private static final String CLIENT_WINDOW = "client_max_window_bits";
  private static final Set<String> SIZES = Set.of("server_max_window_bits", CLIENT_WINDOW);
  private static final Set<String> WINDOW_BITS =
      Set.of("8", "9", "10", "11", "12", "13", "14", "15");

  /**
   * Answers a client: agrees to all that it asks for, and to nothing that it does not.
   *
   * @param headers the values of Sec-WebSocket-Extensions in its request
   * @return to the first offer that is sound; empty when there is none
   */
  static Optional<DeflateParameters> negotiate(List<String> headers) {
    if (headers.isEmpty()) {
      return Optional.empty();
    }
    return extensions(headers).stream()
        .flatMap(offer -> parameters(offer).map(DeflateParameters::accept).stream())
        .findFirst();
  }

  /**
   * Reads a server's answer to an offer with client_max_window_bits.
   *
   * @param headers the values of Sec-WebSocket-Extensions in its response
   * @return empty when that is not one sound answer to such an offer
   */
  static Optional<DeflateParameters> answered(List<String> headers) {
    List<String> extensions = extensions(headers);
    if (extensions.size() != 1) {
      return Optional.empty();
    }
    return parameters(extensions.get(0))
        .filter(parameters -> !"".equals(parameters.get(CLIENT_WINDOW)))
        .map(parameters -> of(parameters, "client", extensions.get(0).strip()));
  }

  /** What they mean to the frames that follow the handshake. */
  NegotiatedDeflate negotiated(Limit inflatedSize) {
    return new NegotiatedDeflate(noContextTakeover, maxWindowBits, response, inflatedSize);
  }

  private static List<String> extensions(List<String> headers) {
    return split(String.join(",", headers), ',').stream().filter(part -> !part.isBlank()).toList();
  }

  /**
   * Splits a text where a separator is not within a quoted string (RFC 9110, section 5.6.4), in one
   * pass: a regular expression would need the stack for each byte of what a peer has sent.
   */
  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == '\\' && quoted) {
        i++;
      } else if (c == separator && !quoted) {
        parts.add(text.substring(from, i));
        from = i + 1;
      }
    }
    parts.add(text.substring(from));
    return parts;
  }

  private static DeflateParameters of(
      Map<String, String> parameters, String side, String response) {
    String bits = parameters.get(side + "_max_window_bits");
    return new DeflateParameters(
        parameters.containsKey(side + "_no_context_takeover"),
        bits == null ? NegotiatedDeflate.LARGEST_WINDOW_BITS : Integer.parseInt(bits),
        response);
  }

  private static DeflateParameters accept(Map<String, String> parameters) {
    StringBuilder response = new StringBuilder(NAME);
    parameters.forEach(
        (name, value) -> {
          if (!value.isEmpty()) {
            response.append("; ").append(name).append('=').append(value);
          } else if (!name.equals(CLIENT_WINDOW)) {
            response.append("; ").append(name);
          }
        });
    return of(parameters, "server", response.toString());
  }

  /**
   * Section 7: a parameter that is unknown, there twice or of a wrong value makes the whole
   * unsound.
   *
   * @return in their order, the value empty where there is none; empty for what is unsound
   */
  private static Optional<Map<String, String>> parameters(String extension) {
    List<String> parts = split(extension, ';');
    if (!parts.get(0).strip().equals(NAME)) {
      return Optional.empty();
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String part : parts.subList(1, parts.size())) {
      String text = part.strip();
      int equals = text.indexOf('=');
      String name = equals < 0 ? text : text.substring(0, equals);
      String value = equals < 0 ? "" : unquoted(text.substring(equals + 1));
      boolean sound =
          equals < 0
              ? FLAGS.contains(name) || name.equals(CLIENT_WINDOW)
              : SIZES.contains(name) && WINDOW_BITS.contains(value);
      if (!sound || parameters.put(name, value) != null) {
        return Optional.empty();
      }
    }
    return Optional.of(parameters);
  }

  private static String unquoted(String value) {
    return value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")
        ? value.substring(1, value.length() - 1)
        : value;
  }
}
