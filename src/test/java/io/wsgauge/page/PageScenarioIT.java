package io.wsgauge.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import org.openqa.selenium.support.ui.WebDriverWait;

/** The page's panel of scenarios as a person uses it, in a real browser. */
class PageScenarioIT extends BrowserCase {
  /** What reply=count makes of the greeting. */
  private static final String COUNTED = "Received message: {\"sequence\":1,\"type\":\"text\"";

  private void openPanel() throws Exception {
    open("{}");
    awaitStatus("Open");
    openPanel("scenario");
  }

  /** Shows the group of a key, of which one at a time is open. */
  private static void reveal(String key) {
    WebElement group = field(key).findElement(By.xpath("ancestor::*[contains(@class, 'group')]"));
    if (!"true".equals(group.getDomProperty("open"))) {
      group.findElement(By.tagName("summary")).click();
    }
  }

  private static WebElement field(String key) {
    return element("asked-" + key);
  }

  private static String value(WebElement element) {
    return element.getDomProperty("value");
  }

  /** A choice as well: a click of the driver would tell the page less than a person's. */
  private static void fill(String key, CharSequence... typed) {
    reveal(key);
    field(key).sendKeys(typed);
  }

  private JsonArray listed() throws Exception {
    return new JsonObject(
            Answer.to(service.port(), "GET /scenarios HTTP/1.1\r\nHost: localhost\r\n\r\n").body())
        .getJsonArray("parameters");
  }

  @Test
  @DisplayName("has a labelled and described field for every key that the server allows, in groups")
  void fields() throws Exception {
    open("{}");
    awaitStatus("Open");
    openPanel("scenario");
    int allowed = 0;
    for (Object listed : listed()) {
      JsonObject key = (JsonObject) listed;
      if (!key.getBoolean("allowed")) {
        assertEquals(List.of(), browser.findElements(By.id("asked-" + key.getString("name"))));
        continue;
      }
      allowed++;
      reveal(key.getString("name"));
      WebElement field = field(key.getString("name"));
      assertEquals(key.getString("name"), field.getAccessibleName());
      String hint =
          element(field.getDomAttribute("aria-describedby").replaceFirst(" .*", ""))
              .getDomProperty("textContent");
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
    assertTrue(allowed > 0);
    assertEquals(
        allowed, browser.findElements(By.cssSelector("#scenario-fields .parameter")).size());
  }

  @Test
  @DisplayName("offers faults where the server allows them, also as a preset")
  void faults() throws Exception {
    open("{\"scenario\": {\"allowInvalid\": true}}");
    awaitStatus("Open");
    openPanel("scenario");
    fill("invalid", "utf8");
    assertTrue(value(element("address")).endsWith("?invalid=utf8"));
    assertTrue(
        new Select(element("scenario-preset"))
            .getOptions().stream().anyMatch(it -> value(it).equals("invalid=utf8")));
  }

  @Test
  @DisplayName("is at most one screen high, whichever group is open")
  void oneScreen() throws Exception {
    openPanel();
    for (WebElement group : browser.findElements(By.cssSelector("#scenario-fields summary"))) {
      group.click();
      Object fits =
          browser.executeScript(
              "const it = document.getElementById('panels'); return it.scrollHeight <= innerHeight");
      assertEquals(true, fits, group.getText());
    }
  }

  @Test
  @DisplayName("a preset fills the fields, the query and the address, and connects")
  void preset() throws Exception {
    openPanel();
    new Select(element("scenario-preset")).selectByVisibleText("Refuses: 503 with Retry-After");
    assertEquals("status=503&retryAfter=5", value(element("scenario-query")));
    assertEquals("503", value(field("status")));
    element("scenario-connect").click();
    awaitLog("?status=503&retryAfter=5");
    awaitLog("WebSocket error: ");
  }

  @Test
  @DisplayName("a query that is typed fills the fields, and keeps what is not its own")
  void query() throws Exception {
    openPanel();
    String address = value(element("address"));
    type("address", address + "?other=1");
    element("scenario-query").sendKeys("delay=2s&reply=echo");
    assertEquals(address + "?other=1&delay=2s&reply=echo", value(element("address")));
    assertEquals("2s", value(field("delay")));
  }

  @Test
  @DisplayName("a wrong value is marked at its field, with the server's rule")
  void wrongValue() throws Exception {
    openPanel();
    fill("delay", "99h");
    assertEquals("true", field("delay").getDomAttribute("aria-invalid"));
    assertTrue(element("asked-delay-error").getText().startsWith("must be a duration"));
    fill("delay", Keys.chord(Keys.CONTROL, "a"), "1s");
    assertEquals("false", field("delay").getDomAttribute("aria-invalid"));
    fill("pushSize", "10");
    assertEquals("needs push", element("asked-pushSize-error").getText());
    fill("push", "1s");
    assertEquals("", element("asked-pushSize-error").getText());
  }

  @Test
  @DisplayName("finds a key by what it does")
  void search() throws Exception {
    openPanel();
    element("scenario-search").sendKeys("back-pressure");
    assertTrue(field("stopReading").isDisplayed());
    assertEquals(
        1,
        browser.findElements(By.cssSelector("#scenario-fields .parameter")).stream()
            .filter(WebElement::isDisplayed)
            .count());
  }

  @Test
  @DisplayName("says that the link was copied")
  void copies() throws Exception {
    openPanel();
    element("scenario-link").click();
    new WebDriverWait(browser, TIMEOUT)
        .until(ignored -> element("scenario-link").getText().equals("Copied"));
  }

  @Test
  @DisplayName("is not there where the server has no scenarios")
  void absent() throws Exception {
    open("{\"scenario\": {\"enabled\": false}}");
    awaitStatus("Open");
    assertEquals(List.of(), browser.findElements(By.id("panel-scenario")));
  }

  @Test
  @DisplayName("connects anew with what is chosen")
  void connects() throws Exception {
    openPanel();
    fill("reply", "count");
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
    fill("closeReason", "a b&ü");
    assertEquals(address + "?other=1&closeReason=a+b%26%C3%BC", value(element("address")));
    fill("reply", "echo");
    fill("reply", Keys.HOME); // the choice that asks for nothing
    fill("closeReason", Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
    assertEquals(address + "?other=1", value(element("address")));
  }

  @Test
  @DisplayName("reads its fields from the address that is typed")
  void readsAddress() throws Exception {
    openPanel();
    fill("jitter", "1s");
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
    fill("reply", "count");
    fill("fragment", "3");
    element("scenario-connect").click(); // from then on it is the page's own address
    String link = browser.getCurrentUrl();
    browser.get("about:blank");
    browser.get(link);
    awaitLog(COUNTED);
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
    fill("delay", "99h", Keys.ENTER);
    awaitLog("Its reason: delay=99h: must be a duration");
    awaitStatus("Closed");
  }

  @Test
  @DisplayName("gives up a handshake that waits, for another scenario")
  void whileConnecting() throws Exception {
    openPanel();
    fill("handshakeDelay", "30s", Keys.ENTER);
    awaitStatus("Connecting");
    fill("handshakeDelay", Keys.chord(Keys.CONTROL, "a"), "0s");
    fill("reply", "count");
    element("scenario-connect").click();
    awaitLog(COUNTED);
  }

  @Test
  @DisplayName("is used by the keyboard alone")
  void keyboard() throws Exception {
    open("{}");
    awaitStatus("Open");
    browser.switchTo().activeElement().sendKeys(Keys.chord(Keys.ALT, "s"));
    assertEquals(element("scenario-preset"), browser.switchTo().activeElement());
    browser.switchTo().activeElement().sendKeys(Keys.TAB);
    browser.switchTo().activeElement().sendKeys("reply=count&delay=1ms", Keys.ENTER);
    awaitLog("?reply=count&delay=1ms");
    awaitLog(COUNTED);
  }
}
