package io.wsgauge.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.wsgauge.testing.RawServer;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** Which messages the page takes for answers. */
class TryPageRoundTripIT extends BrowserCase {
  /** The round trips in the log, each of a received message, in order; empty where it has none. */
  private static List<String> roundTrips() {
    return browser.findElements(By.cssSelector("#log [data-direction=received]")).stream()
        .map(row -> row.findElements(By.cssSelector(".round-trip")))
        .map(cells -> cells.isEmpty() ? "" : cells.get(0).getText())
        .toList();
  }

  private void openWith(String scenario) throws Exception {
    open("{}");
    awaitStatus("Open");
    connectTo(service.socket() + "?" + scenario);
  }

  private static void connectTo(String address) {
    element("connect").click();
    awaitStatus("Closed");
    element("clear").click();
    type("address", address);
    element("connect").click();
    awaitStatus("Open");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "reply=none&push=100ms&pushCount=2",
        "text=pong&push=100ms&pushCount=2",
        "text=pong&burst=2&burstSize=1"
      })
  @DisplayName("where messages come that answer nothing, there is no round trip")
  void unasked(String scenario) throws Exception {
    openWith(scenario);
    awaitLog(scenario.contains("push") ? "{\"push\":2," : "{\"burst\":2,");
    if (scenario.contains("text")) {
      awaitLog("Received message: pong");
    }
    for (String roundTrip : roundTrips()) {
      assertEquals("", roundTrip);
    }
    assertEquals("–", element("last-round-trip").getText());
  }

  @Test
  @DisplayName("the echo of what was sent has its round trip between messages that answer nothing")
  void echo() throws Exception {
    openWith("reply=echo&push=100ms&pushCount=2");
    element("message").sendKeys("mine", Keys.ENTER);
    awaitLog("Received message: mine");
    awaitLog("{\"push\":2,");
    List<WebElement> rows = browser.findElements(By.cssSelector("#log [data-direction=received]"));
    List<String> roundTrips = roundTrips();
    for (int i = 0; i < rows.size(); i++) {
      boolean pushed = rows.get(i).getText().contains("push");
      assertEquals(pushed, roundTrips.get(i).isEmpty(), rows.get(i).getText());
    }
  }

  @Test
  @DisplayName("what another server sends first is no answer to the greeting")
  void anotherServer() throws Exception {
    open("{}");
    awaitStatus("Open");
    try (RawServer other =
        RawServer.start(
            peer -> {
              peer.upgrade();
              String greeting = peer.readMessage();
              peer.sendMessage("served by another");
              peer.sendMessage(greeting);
              peer.awaitEnd();
            })) {
      connectTo("ws://127.0.0.1:" + other.port() + "/");
      awaitLog("Received message: Hi From the Client!");
      assertEquals("", roundTrips().get(0));
      assertNotEquals("", roundTrips().get(1));
    }
  }
}
