package io.wsgauge.wire;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server agrees to for permessage-deflate (RFC 7692, section 7.1): all that the client asks
 * for, and nothing that it does not.
 *
 * @param serverNoContextTakeover whether the server begins each message with an empty window
 * @param serverMaxWindowBits binary logarithm of the server's window in bytes, 8 to 15
 * @param response the value of Sec-WebSocket-Extensions in the answer
 */
record DeflateParameters(
    boolean serverNoContextTakeover, int serverMaxWindowBits, String response) {
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
   * Answers a client.
   *
   * @param headers the values of Sec-WebSocket-Extensions in its request
   * @return to the first offer that is sound; empty when there is none
   */
  static Optional<DeflateParameters> negotiate(List<String> headers) {
    return OFFER
        .matcher(String.join(",", headers))
        .results()
        .map(MatchResult::group)
        .map(DeflateParameters::accept)
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** Section 7: a parameter that is unknown, there twice or of a wrong value declines the offer. */
  private static Optional<DeflateParameters> accept(String offer) {
    Matcher deflate = PERMESSAGE_DEFLATE.matcher(offer);
    if (!deflate.matches()) {
      return Optional.empty();
    }
    StringBuilder response = new StringBuilder("permessage-deflate");
    Map<String, String> parameters = new HashMap<>();
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
        if (value != null) {
          response.append("; ").append(parameter.group(1)).append('=').append(value);
        } else if (!parameter.group(1).equals("client_max_window_bits")) {
          response.append("; ").append(parameter.group(1));
        }
      }
    }
    return Optional.of(
        new DeflateParameters(
            parameters.containsKey("server_no_context_takeover"),
            Integer.parseInt(
                parameters.getOrDefault(
                    "server_max_window_bits", Integer.toString(LARGEST_WINDOW_BITS))),
            response.toString()));
  }
}
