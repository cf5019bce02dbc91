package io.wsgauge.wire;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the two ends agree on for permessage-deflate (RFC 7692, section 7.1), as far as this end has
 * to keep to it when it compresses.
 *
 * @param noContextTakeover whether it begins each message with an empty window
 * @param maxWindowBits binary logarithm of its window in bytes, 8 to 15
 * @param response the value of Sec-WebSocket-Extensions in the server's answer
 */
record DeflateParameters(boolean noContextTakeover, int maxWindowBits, String response) {
  static final int LARGEST_WINDOW_BITS = 15;

  /** Of a list of which the separators do not count within a quoted string. */
  private static final Pattern OFFER = Pattern.compile("(?:[^,\"]|\"(?:\\\\.|[^\"\\\\])*\")+");

  private static final Pattern PERMESSAGE_DEFLATE =
      Pattern.compile("\\s*permessage-deflate\\s*(?:;(.*))?", Pattern.DOTALL);

  private static final Pattern PARAMETER =
      Pattern.compile(
          "(server_no_context_takeover|client_no_context_takeover"
              + "|server_max_window_bits(?==)|client_max_window_bits)"
              + "(?:(?<=bits)=(?:([89]|1[0-5])|\"([89]|1[0-5])\"))?");

  /**
   * Answers a client: agrees to all that it asks for, and to nothing that it does not.
   *
   * @param headers the values of Sec-WebSocket-Extensions in its request
   * @return to the first offer that is sound; empty when there is none
   */
  static Optional<DeflateParameters> negotiate(List<String> headers) {
    return extensions(headers)
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
    List<String> extensions = extensions(headers).toList();
    if (extensions.size() != 1) {
      return Optional.empty();
    }
    return parameters(extensions.get(0))
        .filter(parameters -> !"".equals(parameters.get("client_max_window_bits")))
        .map(parameters -> of(parameters, "client", extensions.get(0).strip()));
  }

  private static Stream<String> extensions(List<String> headers) {
    return OFFER.matcher(String.join(",", headers)).results().map(MatchResult::group);
  }

  private static DeflateParameters of(
      Map<String, String> parameters, String side, String response) {
    String bits = parameters.get(side + "_max_window_bits");
    return new DeflateParameters(
        parameters.containsKey(side + "_no_context_takeover"),
        bits == null ? LARGEST_WINDOW_BITS : Integer.parseInt(bits),
        response);
  }

  private static DeflateParameters accept(Map<String, String> parameters) {
    StringBuilder response = new StringBuilder("permessage-deflate");
    parameters.forEach(
        (name, value) -> {
          if (!value.isEmpty()) {
            response.append("; ").append(name).append('=').append(value);
          } else if (!name.equals("client_max_window_bits")) {
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
    Matcher deflate = PERMESSAGE_DEFLATE.matcher(extension);
    if (!deflate.matches()) {
      return Optional.empty();
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    if (deflate.group(1) != null) {
      for (String text : deflate.group(1).split(";", -1)) {
        Matcher parameter = PARAMETER.matcher(text.strip());
        if (!parameter.matches()) {
          return Optional.empty();
        }
        String value = parameter.group(2) == null ? parameter.group(3) : parameter.group(2);
        if (parameters.put(parameter.group(1), value == null ? "" : value) != null) {
          return Optional.empty();
        }
      }
    }
    return Optional.of(parameters);
  }
}
