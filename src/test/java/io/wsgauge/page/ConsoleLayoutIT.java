package io.wsgauge.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.support.ui.Select;

/** What of the console is in sight, and how it is reached by keyboard alone. */
class ConsoleLayoutIT extends ConsoleCase {
  private static final String ECHO = "{\"socket\": {\"reply\": {\"mode\": \"echo\"}}}";

  @AfterEach
  void resize() {
    if (browser != null) {
      usualSize();
    }
  }

  @Test
  @DisplayName("at 1280 by 800 the log has room for 25 messages of a line each")
  void dense() throws Exception {
    openConnected(ECHO);
    size(1280, 800);
    for (int i = 0; i < 14; i++) {
      element("message").sendKeys("message " + i, Keys.ENTER);
    }
    awaitLog("Received message: message 13");
    long whole =
        (Long)
            script(
                """
                const pane = document.querySelector('.pane.selected').getBoundingClientRect();
                const head = document.querySelector('.pane.selected thead').getBoundingClientRect();
                return [...document.querySelectorAll('.pane.selected .rows tr')]
                    .map(row => row.getBoundingClientRect())
                    .filter(row => row.top >= head.bottom - 1 && row.bottom <= pane.bottom + 1).length;
                """);
    assertTrue(whole >= 25, whole + " rows");
  }

  @Test
  @DisplayName(
      "at 390 by 844 what is sent and its answer are seen without scrolling, with the button")
  void narrow() throws Exception {
    size(390, 844);
    openConnected(ECHO);
    for (int i = 0; i < 30; i++) {
      element("message").sendKeys("message " + i, Keys.ENTER);
    }
    awaitLog("message 29");
    await(
        "the last row above the message, and all within the window",
        """
        (() => {
          const bottom = id => document.getElementById(id).getBoundingClientRect().bottom;
          const row = [...document.querySelectorAll('.rows tr')].at(-1).getBoundingClientRect();
          const form = document.getElementById('send-form').getBoundingClientRect();
          return row.bottom <= form.top && form.bottom <= innerHeight && scrollY === 0
              && bottom('connect') < innerHeight && document.body.scrollWidth <= innerWidth;
        })()
        """);
  }

  @ParameterizedTest
  @ValueSource(ints = {390, 580, 600, 660, 760, 960})
  @DisplayName("the state of a connection is whole beside the tabs and the tools")
  void state(int width) throws Exception {
    size(width, 844);
    openConnected("{}");
    type("address", service.socket() + "?handshakeDelay=30s");
    element("connect").click();
    awaitStatus("Closed");
    element("connect").click();
    awaitStatus("Connecting");
    assertEquals(
        true,
        script(
            """
            const status = document.getElementById('status').getBoundingClientRect();
            const tools = document.querySelector('.tools').getBoundingClientRect();
            return status.right <= tools.left && document.body.scrollWidth <= innerWidth;
            """));
  }

  @Test
  @DisplayName("at 390 by 844 all that is done with a connection is done by the keyboard alone")
  void narrowByKeyboard() throws Exception {
    size(390, 844);
    openConnected(ECHO);
    pressAlt("m");
    press("hello", Keys.ENTER);
    awaitLog("Received message: hello");
    pressAlt("l");
    press(Keys.END);
    awaitText("inspector-title", "Received message");
    press(Keys.ENTER);
    assertEquals("inspector-body", focused());
    press(Keys.ESCAPE);
    pressAlt("s");
    await("the scenario", "!document.getElementById('panel-scenario').hidden");
    assertFalse(element("message").isDisplayed(), "below the panel");
    press(Keys.ESCAPE);
    await("no panel", "document.getElementById('panels').hidden");
    assertEquals("scenario", browser.switchTo().activeElement().getDomAttribute("data-panel"));
    pressAlt("s");
    pressAlt("m");
    assertEquals("message", focused());
    pressAlt("f");
    press("hello");
    awaitText("row-count", "2 of ");
    browser.findElement(By.cssSelector("#files summary")).sendKeys(Keys.ENTER);
    press(Keys.TAB);
    assertEquals("download", focused());
    assertEquals(
        true, script("return arguments[0].getBoundingClientRect().left >= 0", element("download")));
    press(Keys.ESCAPE);
    await("no menu", "!document.getElementById('files').open");
    press(Keys.ENTER, Keys.chord(Keys.SHIFT, Keys.TAB));
    await("no menu that was left", "!document.getElementById('files').open");
    pressAlt("c");
    awaitStatus("Closed");
  }

  @Test
  @DisplayName("one button connects, gives up and disconnects, by its key as well")
  void oneButton() throws Exception {
    openConnected("{}");
    assertEquals("Disconnect", element("connect").getText());
    pressAlt("c");
    awaitStatus("Closed");
    assertEquals("Connect", element("connect").getText());
    type("address", service.socket() + "?handshakeDelay=30s");
    pressAlt("c");
    awaitStatus("Connecting");
    assertEquals("Cancel", element("connect").getText());
    pressAlt("c");
    awaitLog("given up by this page");
  }

  @Test
  @DisplayName("the settings fold away once connected, and are kept for the next page")
  void settings() throws Exception {
    openConnected("{}");
    openPanel("settings");
    element("greet").click();
    type("subprotocols", "chat");
    element("connect").click();
    awaitStatus("Closed");
    element("connect").click();
    awaitLog("subprotocol: chat");
    assertFalse(element("panel-settings").isDisplayed());
    browser.get(service.page().toString());
    awaitLog("subprotocol: chat");
    assertEquals(0, rows("[data-direction=sent]").size());
    script("localStorage.clear()");
  }

  @Test
  @DisplayName("the theme is the system's, light or dark, and stays")
  void theme() throws Exception {
    openConnected("{}");
    String scheme = "return getComputedStyle(document.documentElement).colorScheme";
    assertEquals("light dark", script(scheme));
    new Select(element("theme")).selectByVisibleText("Dark");
    assertEquals("dark", script(scheme));
    browser.navigate().refresh();
    assertEquals("dark", script(scheme));
    new Select(element("theme")).selectByVisibleText("System");
    assertEquals("light dark", script(scheme));
  }

  @Test
  @DisplayName("a question mark opens the sheet of keys, but not where text is typed")
  void keys() throws Exception {
    openConnected("{}");
    element("message").sendKeys("?");
    assertFalse(element("keys").isDisplayed());
    pressAlt("l");
    press("?");
    assertTrue(element("keys").isDisplayed());
    press(Keys.ESCAPE);
    assertFalse(element("keys").isDisplayed());
  }

  @Test
  @DisplayName(
      "a reload keeps tabs, addresses, what is being written and the log, and connects again")
  void reload() throws Exception {
    openConnected(ECHO);
    element("message").sendKeys("before the reload", Keys.ENTER);
    awaitLog("Received message: before the reload");
    pressAlt("n");
    type("address", service.socket() + "?reply=count");
    press(Keys.ENTER);
    awaitLog("{\"sequence\":1");
    element("message").sendKeys("a draft");
    browser.navigate().refresh();
    awaitLog("The page was loaded anew.");
    awaitStatus("Open");
    assertEquals("a draft", element("message").getDomProperty("value"));
    assertTrue(element("address").getDomProperty("value").endsWith("?reply=count"));
    pressAlt("1");
    awaitLog("before the reload");
    awaitStatus("Open");
  }

  @Test
  @DisplayName(
      "several connections are tabs, opened, reached, seen side by side and closed by keys")
  void tabs() throws Exception {
    openConnected(ECHO);
    pressAlt("n");
    assertEquals("address", focused());
    press(Keys.chord(Keys.CONTROL, "a"), service.socket() + "?reply=info", Keys.ENTER);
    awaitLog("\"requestLine\"");
    pressAlt("1");
    awaitLog("Received message: Hi From the Client!");
    element("message").sendKeys("to the first", Keys.ENTER);
    awaitLog("Received message: to the first");
    element("side-by-side").click();
    awaitText("panes", "\"remoteAddress\"");
    awaitText("panes", "to the first");
    element("session-1").sendKeys(Keys.DELETE);
    await("one tab", "document.querySelectorAll('#sessions [role=tab]').length === 1");
  }
}
