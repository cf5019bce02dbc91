package io.wsgauge.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wsgauge.testing.Answer;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.Select;

/** The page's panel of scenarios as a person uses it, in a real browser. */
class PageScenarioIT extends BrowserCase {
  /** What reply=count makes of the greeting. */
  private static final String COUNTED = "Received message: {\"sequence\":1,\"type\":\"text\"";

  private void openPanel() throws Exception {
    open("{}");
    awaitStatus("Open");
    panel().findElement(By.tagName("summary")).click();
  }

  private static WebElement panel() {
    return element("scenario");
  }

  private static WebElement field(String key) {
    return element("asked-" + key);
  }

  private static String value(WebElement element) {
    return element.getDomProperty("value");
  }

  private static void choose(String key, String word) {
    field(key).sendKeys(word); // a click of the driver would tell the page less than a person's
  }

  @Test
  @DisplayName("has a labelled and described field for every key that the server lists")
  void fields() throws Exception {
    open("{}");
    awaitStatus("Open");
    JsonArray keys =
        new JsonObject(
                Answer.to(service.port(), "GET /scenarios HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .body())
            .getJsonArray("parameters");
    assertFalse(keys.isEmpty());
    assertFalse(panel().getDomProperty("open").equals("true"), "it is closed at first");
    panel().findElement(By.tagName("summary")).click();
    for (int i = 0; i < keys.size(); i++) {
      JsonObject key = keys.getJsonObject(i);
      WebElement field = field(key.getString("name"));
      assertEquals(key.getString("name"), field.getAccessibleName());
      String hint = element(field.getDomAttribute("aria-describedby")).getText();
      assertTrue(hint.startsWith(key.getString("description")), hint);
      if (key.getJsonArray("words").isEmpty()) {
        assertTrue(hint.contains(key.getString("range")), hint);
        assertEquals(
            key.getString("example"),
            key.getString("name") + "=" + field.getDomAttribute("placeholder"));
      } else {
        List<String> words = key.getJsonArray("words").stream().map(String::valueOf).toList();
        assertEquals(
            words,
            new Select(field).getOptions().stream().skip(1).map(PageScenarioIT::value).toList());
      }
      assertEquals("", value(field));
    }
    assertEquals(keys.size(), browser.findElements(By.cssSelector("#scenario [name]")).size());
  }

  @Test
  @DisplayName("is not there where the server has no scenarios")
  void absent() throws Exception {
    open("{\"scenario\": {\"enabled\": false}}");
    awaitStatus("Open");
    assertEquals(List.of(), browser.findElements(By.id("scenario")));
  }

  @Test
  @DisplayName("connects anew with what is chosen")
  void connects() throws Exception {
    openPanel();
    choose("reply", "count");
    element("scenario-connect").click();
    awaitLog(COUNTED);
    element("message").sendKeys("four", Keys.ENTER);
    awaitLog("{\"sequence\":2,\"type\":\"text\",\"size\":4,");
  }

  @Test
  @DisplayName("writes its fields into the address's query, which is left as it is elsewhere")
  void writesAddress() throws Exception {
    openPanel();
    String address = value(element("address"));
    type("address", address + "?other=1");
    field("closeReason").sendKeys("a b&ü");
    assertEquals(address + "?other=1&closeReason=a+b%26%C3%BC", value(element("address")));
    choose("reply", "echo");
    field("reply").sendKeys(Keys.HOME); // the choice that asks for nothing
    field("closeReason").sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
    assertEquals(address + "?other=1", value(element("address")));
  }

  @Test
  @DisplayName("reads its fields from the address that is typed")
  void readsAddress() throws Exception {
    openPanel();
    field("jitter").sendKeys("1s");
    type("address", "ws://localhost/ws?reply=echo&delay=250ms&closeReason=a+b%26c");
    assertEquals("echo", value(field("reply")));
    assertEquals("250ms", value(field("delay")));
    assertEquals("a b&c", value(field("closeReason")));
    assertEquals("", value(field("jitter")));
  }

  @Test
  @DisplayName("a link opens the page with the scenario, and connects with it")
  void link() throws Exception {
    openPanel();
    choose("reply", "count");
    field("fragment").sendKeys("3");
    String link = element("scenario-link").getDomProperty("href");
    browser.get("about:blank");
    browser.get(link);
    awaitLog(COUNTED);
    assertTrue(panel().getDomProperty("open").equals("true"));
    assertEquals("count", value(field("reply")));
    assertEquals("3", value(field("fragment")));
  }

  @Test
  @DisplayName("the page's own address carries the scenario of the connection, and nothing else")
  void ownAddress() throws Exception {
    openPanel();
    String page = browser.getCurrentUrl();
    type("address", value(element("address")) + "?token=secret&reply=echo&delay=1ms");
    element("scenario-connect").click();
    awaitLog("unknown key");
    assertEquals(page + "?scenario=reply%3Decho%26delay%3D1ms", browser.getCurrentUrl());
  }

  @Test
  @DisplayName("tells why the server refuses a scenario")
  void refused() throws Exception {
    openPanel();
    field("delay").sendKeys("99h", Keys.ENTER);
    awaitLog("Its reason: delay=99h: must be a duration");
    awaitStatus("Closed");
  }

  @Test
  @DisplayName("gives up a handshake that waits, for another scenario")
  void whileConnecting() throws Exception {
    openPanel();
    field("handshakeDelay").sendKeys("30s", Keys.ENTER);
    awaitStatus("Connecting");
    field("handshakeDelay").sendKeys(Keys.chord(Keys.CONTROL, "a"), "0s");
    choose("reply", "count");
    element("scenario-connect").click();
    awaitLog(COUNTED);
  }

  @Test
  @DisplayName("is used by the keyboard alone")
  void keyboard() throws Exception {
    open("{}");
    awaitStatus("Open");
    panel().findElement(By.tagName("summary")).sendKeys(Keys.ENTER, Keys.TAB);
    WebElement first = browser.switchTo().activeElement();
    assertEquals(field("reply"), first);
    first.sendKeys("count", Keys.TAB);
    browser.switchTo().activeElement().sendKeys(Keys.TAB, Keys.TAB);
    browser.switchTo().activeElement().sendKeys("1ms", Keys.ENTER);
    awaitLog("?reply=count&delay=1ms");
    awaitLog(COUNTED);
  }
}
