package io.wsgauge.check.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerJsonTest {
  private static String headerName(JsonObject json) {
    return json.getJsonArray("headers").getJsonArray(0).getString(0).trim()
        + json.getInteger("count", 1).intValue();
  }

  @Test
  @DisplayName("a key that is null is none")
  void nulls() {
    assertEquals(
        "a1", PeerJson.read("{\"headers\": [[\"a\"]], \"count\": null}", PeerJsonTest::headerName));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello, i am server",
        "{",
        "[1]",
        "{}",
        "{\"headers\": null}",
        "{\"headers\": \"a\"}",
        "{\"headers\": []}",
        "{\"headers\": [1]}",
        "{\"headers\": [[]]}",
        "{\"headers\": [[null]]}",
        "{\"headers\": [[\"a\"]], \"count\": \"1\"}",
      })
  @DisplayName("what is not of the kind that is read is none, whatever is wrong with it")
  void others(String text) {
    assertNull(PeerJson.read(text, PeerJsonTest::headerName));
  }
}
