package io.wsgauge.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7692, sections 5 and 7.1. */
class DeflateParametersTest {
  private static DeflateParameters agreed(String... headers) {
    return DeflateParameters.negotiate(List.of(headers)).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          permessage-deflate | permessage-deflate
          permessage-deflate; server_no_context_takeover | \
          permessage-deflate; server_no_context_takeover
          permessage-deflate;client_no_context_takeover ; client_max_window_bits | \
          permessage-deflate; client_no_context_takeover
          permessage-deflate; server_max_window_bits=8 | \
          permessage-deflate; server_max_window_bits=8
          permessage-deflate; server_max_window_bits="10"; client_max_window_bits=9 | \
          permessage-deflate; server_max_window_bits=10; client_max_window_bits=9
          """)
  @DisplayName("the answer is what the client asked for, and nothing else")
  void response(String offer, String response) {
    assertEquals(response, agreed(offer).response());
  }

  @Test
  @DisplayName("what concerns the server's own compressor is kept")
  void parameters() {
    DeflateParameters parameters =
        agreed("permessage-deflate; server_no_context_takeover; server_max_window_bits=11");
    assertTrue(parameters.noContextTakeover());
    assertEquals(11, parameters.maxWindowBits());
    assertEquals(15, agreed("permessage-deflate").maxWindowBits());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x-webkit-deflate-frame",
        "permessage-deflate; x",
        "permessage-deflate;",
        "permessage-deflate; server_no_context_takeover=1",
        "permessage-deflate; client_no_context_takeover=8",
        "permessage-deflate; server_no_context_takeover; server_no_context_takeover",
        "permessage-deflate; server_max_window_bits",
        "permessage-deflate; server_max_window_bits=",
        "permessage-deflate; server_max_window_bits=7",
        "permessage-deflate; server_max_window_bits=16",
        "permessage-deflate; server_max_window_bits=010",
        "permessage-deflate; server_max_window_bits=ten",
        "permessage-deflate; server_max_window_bits=\"8",
        "permessage-deflate; server_max_window_bits=\"\"",
        "permessage-deflate; server_max_window_bits = 8",
        "permessage-deflate; =8",
        "permessage-deflate; _max_window_bits=8",
        "permessage-deflate x",
        "\"permessage-deflate\"",
        "permessage-deflate; client_max_window_bits=16",
        "permessage-deflate; client_max_window_bits; client_max_window_bits=9",
      })
  @DisplayName("an offer that is not sound is declined")
  void declined(String offer) {
    assertTrue(DeflateParameters.negotiate(List.of(offer)).isEmpty());
  }

  @Test
  @DisplayName("the first sound offer counts, in one header or several, whatever else is quoted")
  void firstSoundOffer() {
    String unsound = "permessage-deflate; server_max_window_bits=99";
    String other = "foo; bar=\"permessage-deflate, \\\" ;\"";
    String sound = "permessage-deflate; server_max_window_bits=12";
    String plain = "permessage-deflate";
    assertEquals(sound, agreed(unsound + ", " + other + "," + sound + ", " + plain).response());
    assertEquals(sound, agreed(unsound, other, sound, plain).response());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          permessage-deflate | false | 15
          permessage-deflate; client_no_context_takeover | true | 15
          permessage-deflate; client_max_window_bits=9 | false | 9
          permessage-deflate; client_max_window_bits="8"; server_no_context_takeover | false | 8
          permessage-deflate; server_max_window_bits=10 | false | 15
          """)
  @DisplayName("of a server's answer, what concerns the client's compressor is kept")
  void answered(String answer, boolean noContextTakeover, int bits) {
    DeflateParameters parameters = DeflateParameters.answered(List.of(answer)).orElseThrow();
    assertEquals(noContextTakeover, parameters.noContextTakeover());
    assertEquals(bits, parameters.maxWindowBits());
    assertEquals(answer, parameters.response());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x-webkit-deflate-frame",
        "permessage-deflate; client_max_window_bits",
        "permessage-deflate; client_max_window_bits=7",
        "permessage-deflate; client_no_context_takeover; client_no_context_takeover",
        "permessage-deflate; x",
        "permessage-deflate, permessage-deflate",
        "permessage-deflate, x",
      })
  @DisplayName("a server's answer that no client can have asked for is not taken")
  void notAnswered(String answer) {
    assertTrue(DeflateParameters.answered(List.of(answer)).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "\\", "\"\\a\"", "\"", ";", ",", "a;b=\"c\",", "\\\"", " "})
  @DisplayName("a header as long as it may get needs no more of the stack than a short one")
  void longHeader(String part) {
    String header = part.repeat(1_000_000 / part.length());
    assertTrue(DeflateParameters.negotiate(List.of(header)).isEmpty());
    assertTrue(DeflateParameters.negotiate(List.of("\"" + header)).isEmpty());
    assertTrue(DeflateParameters.answered(List.of("permessage-deflate; x=" + header)).isEmpty());
  }
}
