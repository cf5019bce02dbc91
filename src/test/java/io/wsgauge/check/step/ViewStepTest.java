package io.wsgauge.check.step;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonObject;
import io.vertx.core.json.pointer.JsonPointer;
import io.wsgauge.config.ConfigReader;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ViewStepTest {
  @Test
  @DisplayName(
      "what a wsgauge is known by that was asked for nothing is what it answers by default")
  void usualReply() {
    JsonObject schema = new JsonObject(ConfigReader.schema());
    assertEquals(
        JsonPointer.from("/properties/socket/properties/reply/properties/text/default")
            .queryJson(schema),
        ViewStep.USUAL_REPLY);
  }
}
