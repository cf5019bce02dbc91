package io.wsgauge.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsgauge.testing.RawServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.support.ui.Select;

/** What the console sends, by keyboard alone. */
class ConsoleSendIT extends ConsoleCase {
  private static final String ECHO = "{\"socket\": {\"reply\": {\"mode\": \"echo\"}}}";

  @Test
  @DisplayName("arrows bring back what was sent before, also after a reload")
  void history() throws Exception {
    openConnected(ECHO);
    pressAlt("m");
    press("one", Keys.ENTER);
    press("two", Keys.ENTER);
    awaitLog("Received message: two");
    press(Keys.ARROW_UP, Keys.ARROW_UP);
    assertEquals("one", element("message").getDomProperty("value"));
    press(Keys.ARROW_DOWN);
    assertEquals("two", element("message").getDomProperty("value"));
    await("remembered", "localStorage.getItem('wsgauge.sent') === '[\"one\",\"two\"]'");
    browser.get(service.page().toString());
    awaitStatus("Open");
    element("message").sendKeys(Keys.ARROW_UP);
    assertEquals("two", element("message").getDomProperty("value"));
  }

  @Test
  @DisplayName("fills in what stands in double braces, and leaves what it does not know")
  void templates() throws Exception {
    openConnected(ECHO);
    element("message")
        .sendKeys("{{sequence}} {{uuid}} {{random 5}} {{time}} {{other}}", Keys.ENTER);
    await("an answer", "document.querySelectorAll('.rows [data-direction=received]').length === 2");
    String echo = rows("[data-direction=received] .payload").get(1).getText();
    Pattern filled =
        Pattern.compile(
            "1 [0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
                + " [a-z2-7]{5} \\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z \\{\\{other}}");
    assertTrue(filled.matcher(echo).matches(), echo);
  }

  @Test
  @DisplayName(
      "JSON is put on lines of its own with its digits as they are, and what is none is told")
  void formats() throws Exception {
    openConnected(ECHO);
    element("message").sendKeys("{\"a\":[1.50,12345678901234567890,{}],\"b c\":\"{,}\"}");
    browser.findElement(By.cssSelector("#repeat summary")).sendKeys(Keys.ENTER);
    element("format-json").sendKeys(Keys.ENTER);
    assertEquals(
        """
        {
          "a": [
            1.50,
            12345678901234567890,
            {}
          ],
          "b c": "{,}"
        }""",
        element("message").getDomProperty("value"));
    assertEquals("message", focused());
    press(Keys.chord(Keys.CONTROL, "a"), "{{time}}");
    browser.findElement(By.cssSelector("#repeat summary")).sendKeys(Keys.ENTER);
    element("format-json").sendKeys(Keys.ENTER);
    awaitText("send-error", "This is no JSON.");
  }

  @Test
  @DisplayName("a file is sent as a binary message, and is told by its name")
  void file(@TempDir Path directory) throws Exception {
    openConnected(ECHO);
    Path file = Files.write(directory.resolve("some.bin"), new byte[] {0, (byte) 0xff});
    element("send-file").sendKeys(file.toString());
    awaitText("repeat-state", "some.bin sent");
    awaitLog("Received message: 00 ff");
    element("connect").click();
    awaitStatus("Closed");
    element("send-file").sendKeys(file.toString());
    awaitText("repeat-state", "some.bin not sent: ");
  }

  @Test
  @DisplayName("sends so many times, each filled in anew, and says how many it has sent")
  void repeats() throws Exception {
    openConnected(ECHO);
    element("message").sendKeys("n{{sequence}}");
    browser.findElement(By.cssSelector("#repeat summary")).sendKeys(Keys.ENTER);
    type("repeat-times", "25");
    type("repeat-interval", "1ms");
    element("repeat-run").sendKeys(Keys.ENTER);
    awaitText("repeat-state", "25 sent");
    awaitLog("Received message: n25");
  }

  @Test
  @DisplayName("keeps messages by name")
  void saves() throws Exception {
    openConnected(ECHO);
    element("message").sendKeys("worth keeping");
    openPanel("saved");
    element("saved-name").sendKeys("mine", Keys.ENTER);
    browser.get(service.page().toString());
    awaitStatus("Open");
    openPanel("saved");
    browser.findElement(By.cssSelector("#saved-messages .take")).sendKeys(Keys.ENTER);
    assertEquals("message", focused());
    press(Keys.ENTER);
    awaitLog("Received message: worth keeping");
  }

  @Test
  @DisplayName("what another window has saved and sent is there as well, and stays")
  void windows() throws Exception {
    openConnected(ECHO);
    openPanel("saved");
    script(
        """
        localStorage.setItem('wsgauge.sent', '["theirs"]');
        localStorage.setItem('wsgauge.messages', '[{"name": "theirs", "mode": "text", "text": "1"}]');
        dispatchEvent(new StorageEvent('storage', { key: 'wsgauge.messages' }));
        """);
    awaitText("saved-messages", "theirs");
    element("message").sendKeys("mine", Keys.ENTER);
    element("saved-name").sendKeys("mine", Keys.ENTER);
    await("both sent", "localStorage.getItem('wsgauge.sent') === '[\"theirs\",\"mine\"]'");
    await("both saved", "localStorage.getItem('wsgauge.messages').includes('theirs')");
  }

  @Test
  @DisplayName("runs a sequence of steps, and tells which one failed and why")
  void sequence() throws Exception {
    openConnected(ECHO);
    openPanel("saved");
    type("sequence", "send a{{sequence}}\nexpect /^a\\d$/\nexpect never within 50ms\nclose 4001");
    element("sequence").sendKeys(Keys.chord(Keys.CONTROL, Keys.ENTER));
    awaitText("sequence-verdict", "Failed");
    awaitText("sequence-results", "✗ expect never within 50ms · not within");
    type("sequence", "sendhex 00 ff\nexpect 00 ff\nclose 4001 bye\nexpect close 4001");
    element("sequence").sendKeys(Keys.chord(Keys.CONTROL, Keys.ENTER));
    awaitText("sequence-verdict", "Passed");
    type("sequence", "constructor");
    element("sequence-run").sendKeys(Keys.ENTER);
    awaitText("sequence-error", "Line 1: “constructor” is no step");
    type("sequence", "send a\nclose 1000 " + "x".repeat(124));
    element("sequence-run").sendKeys(Keys.ENTER);
    awaitText("sequence-error", "Line 2: The reason has 124 bytes in UTF-8");
  }

  @Test
  @DisplayName("connects again when the connection is lost, tells when, and can be stopped")
  void reconnects() throws Exception {
    openConnected("{}");
    openPanel("settings");
    element("reconnect").click();
    try (RawServer server = RawServer.start(peer -> peer.upgrade())) {
      connectToLosing(server);
      awaitLog("Connecting again in");
      awaitStatus("Waiting");
      assertEquals("Stop waiting", element("connect").getText());
      pressAlt("c");
      awaitLog("No more attempts are made.");
      awaitStatus("Closed");
    }
  }

  private static void connectToLosing(RawServer server) {
    element("connect").click();
    awaitStatus("Closed");
    type("address", "ws://127.0.0.1:" + server.port() + "/");
    press(Keys.ENTER);
  }

  @Test
  @DisplayName("has what was done as code, with the headers that a browser cannot send")
  void code() throws Exception {
    openConnected(ECHO);
    element("message").sendKeys("it's \"this\"", Keys.ENTER);
    awaitLog("Received message: it's");
    openPanel("code");
    element("code-headers").sendKeys("X-Mine: it's");
    String wsgauge = element("code-text").getText();
    assertTrue(wsgauge.contains("-H 'X-Mine: it'\\''s'"), wsgauge);
    assertTrue(wsgauge.contains("wsgauge connect --jsonl"), wsgauge);
    new Select(element("code-language")).selectByValue("python");
    String python = element("code-text").getText();
    assertTrue(python.contains("socket.send(\"it's \\\"this\\\"\")"), python);
    element("code-headers").sendKeys(Keys.ENTER, "no header");
    awaitText("code-headers-error", "is no header");
  }
}
