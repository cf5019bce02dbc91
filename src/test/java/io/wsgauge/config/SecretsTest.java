package io.wsgauge.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretsTest {
  @ParameterizedTest
  @CsvSource({
    "ws://me:secret@h/ws, ws://***@h/ws",
    "ws://h/ws?a=1&access_token=abc&b=2, ws://h/ws?a=1&access_token=***&b=2",
    "ws://h/ws?ApiKey=abc, ws://h/ws?ApiKey=***",
    "ws://h/a@b?reply=echo, ws://h/a@b?reply=echo"
  })
  @DisplayName("credentials in a URL are masked, and nothing else")
  void masks(String text, String expected) {
    assertEquals(expected, Secrets.mask(text));
  }
}
