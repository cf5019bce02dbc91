package io.wsgauge.page;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.wsgauge.testing.RawServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** What the console shows of the other end of a connection. */
class BothEndsIT extends ConsoleCase {
  private static final String ECHO = "{\"socket\": {\"reply\": {\"mode\": \"echo\"}}}";

  @Test
  @DisplayName("tells live what the server saw, and how the clocks differ")
  void live() throws Exception {
    openConnected(ECHO);
    openPanel("ends");
    awaitText("lane", "All 1 message sent by the page came to the server.");
    element("message").sendKeys("one more", Keys.ENTER);
    awaitText("lane", "All 2 messages sent by the page came to the server.");
    awaitText("lane", "received text, ");
    awaitText("lane", "compressed, final");
    awaitText("lane", "clock");
  }

  @Test
  @DisplayName("tells that messages were split into fragments")
  void fragments() throws Exception {
    openConnected(ECHO);
    openPanel("ends");
    type("address", service.socket() + "?reply=echo&fragment=3");
    pressAlt("c");
    awaitStatus("Closed");
    pressAlt("c");
    awaitText("lane", "Split: the server sent 3 fragments among 1 message.");
    awaitText("lane", "more follows");
    awaitText("lane", "sent continuation, ");
  }

  @Test
  @DisplayName("tells how the server saw the end")
  void end() throws Exception {
    openConnected(ECHO);
    openPanel("ends");
    awaitText("lane", "All 1 message");
    pressAlt("c");
    awaitText("lane", "by the client, or what stands in for it, with a close frame");
    awaitText("lane", "The server received close 1000.");
  }

  @Test
  @DisplayName("of another server there is nothing")
  void another() throws Exception {
    openConnected(ECHO);
    openPanel("ends");
    awaitText("lane", "All 1 message");
    try (RawServer server =
        RawServer.start(
            peer -> {
              peer.upgrade();
              peer.awaitEnd();
            })) {
      connectTo(server);
      await("no lane", "document.getElementById('lane').hidden");
      assertFalse(element("lane").isDisplayed());
    }
  }
}
