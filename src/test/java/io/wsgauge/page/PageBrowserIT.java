package io.wsgauge.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsgauge.testing.CapturedLog;
import java.net.URI;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The page as a person uses it, in a real browser. */
class PageBrowserIT extends BrowserCase {
  @Test
  @DisplayName("connects on load, greets, and shows the reply with its round-trip time")
  void greets() throws Exception {
    try (CapturedLog server = CapturedLog.of("io.wsgauge.socket")) {
      open("{\"socket\": {\"path\": \"/some/where\"}}");
      awaitLog("WebSocket connection opened.");
      awaitLog("Sent message: Hi From the Client!");
      awaitLog("Received message: hello, i am server");
      WebElement reply =
          browser.findElement(By.cssSelector("#log [data-direction=received][data-type=text]"));
      assertTrue(reply.getText().matches("(?s).*18 B.*\\d+(\\.\\d+)? ms.*"), reply.getText());
      server.awaitLine("receive: Hi From the Client!");
      assertTrue(element("address").getDomProperty("value").endsWith("/some/where"));
    }
  }

  @Test
  @DisplayName("offers the subprotocols that are typed, and shows the one that was selected")
  void subprotocol() throws Exception {
    open("{}");
    awaitStatus("Open");
    element("connect").click();
    awaitStatus("Closed");
    element("clear").click();
    openPanel("settings");
    type("subprotocols", "chat, other");
    element("connect").click();
    awaitLog("subprotocol: chat");
  }

  @Test
  @DisplayName("sends text by the keyboard alone")
  void sendsText() throws Exception {
    open("{\"socket\": {\"reply\": {\"mode\": \"echo\"}}}");
    awaitStatus("Open");
    element("message").sendKeys("grüße", Keys.ENTER);
    awaitLog("Received message: grüße");
  }

  @Test
  @DisplayName("sends binary that is typed as hexadecimal, and tells what is wrong with it")
  void sendsBinary() throws Exception {
    open("{\"socket\": {\"reply\": {\"mode\": \"echo\"}}}");
    awaitStatus("Open");
    element("mode-binary").findElement(By.xpath("..")).click();
    element("message").sendKeys("00 f", Keys.ENTER);
    assertFalse(element("send-error").getText().isEmpty());
    element("message").sendKeys("f", Keys.ENTER);
    awaitLog("Received message: 00 ff");
    assertEquals("", element("send-error").getText());
  }

  @Test
  @DisplayName("disconnects with code and reason, and says what the code means")
  void disconnects() throws Exception {
    open("{}");
    awaitStatus("Open");
    openPanel("settings");
    type("close-code", "4001");
    type("close-reason", "enough");
    element("connect").click();
    awaitLog("WebSocket connection closed.");
    awaitLog("4001");
    awaitLog("enough");
    awaitStatus("Closed");
    element("connect").click();
    awaitStatus("Open");
  }

  @Test
  @DisplayName("tells why the server closed")
  void closedByServer() throws Exception {
    open("{}");
    awaitStatus("Open");
    service.stop();
    awaitLog("WebSocket connection closed.");
    awaitLog("1001");
    awaitLog("server going away");
  }

  @Test
  @DisplayName("asks the server why a handshake failed: another path")
  void noWebSocketThere() throws Exception {
    open("{}");
    awaitStatus("Open");
    element("connect").click();
    awaitStatus("Closed");
    URI elsewhere = service.socket().resolve("/elsewhere");
    type("address", elsewhere.toString());
    element("connect").click();
    awaitLog("WebSocket error: ");
    awaitLog("404");
  }

  @Test
  @DisplayName("asks the server why a handshake failed: all connections taken")
  void full() throws Exception {
    open("{\"socket\": {\"maxConnections\": 1}}");
    awaitStatus("Open");
    browser.switchTo().newWindow(WindowType.TAB);
    browser.get(service.page().toString());
    awaitLog("the server already has 1 connection (socket.maxConnections)");
  }

  @Test
  @DisplayName("a payload is shown as text, never as markup")
  void markup() throws Exception {
    open("{\"socket\": {\"reply\": {\"text\": \"<img src=x onerror=alert(1)>\"}}}");
    awaitLog("Received message: <img src=x onerror=alert(1)>");
    assertEquals(0, browser.findElements(By.cssSelector("#log img")).size());
  }

  @Test
  @DisplayName("the log can be filtered and cleared")
  void filters() throws Exception {
    open("{}");
    awaitLog("Received message: hello, i am server");
    element("filter").sendKeys("i am server");
    new WebDriverWait(browser, TIMEOUT)
        .until(ignored -> !log().contains("WebSocket connection opened."));
    assertTrue(log().contains("Received message: hello, i am server"), log());
    element("filter").clear();
    element("filter").sendKeys(" ", Keys.BACK_SPACE);
    awaitLog("WebSocket connection opened.");
    element("clear").click();
    new WebDriverWait(browser, TIMEOUT)
        .until(ignored -> !log().contains("WebSocket connection opened."));
  }
}
