package io.wsgauge.page;

import io.wsgauge.testing.RawServer;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The console of the page, at a size and in a theme of a test's choice. */
abstract class ConsoleCase extends BrowserCase {
  static void size(int width, int height) {
    browser.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  static void usualSize() {
    browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
  }

  static void press(CharSequence... keys) {
    browser.switchTo().activeElement().sendKeys(keys);
  }

  static void pressAlt(String key) {
    press(Keys.chord(Keys.ALT, key));
  }

  static Object script(String text, Object... arguments) {
    return browser.executeScript(text, arguments);
  }

  static void await(String what, String condition) {
    new WebDriverWait(browser, TIMEOUT)
        .withMessage(what)
        .until(ignored -> Boolean.TRUE.equals(script("return " + condition)));
  }

  static void await(String what, BooleanSupplier condition) {
    new WebDriverWait(browser, TIMEOUT)
        .withMessage(what)
        .until(ignored -> condition.getAsBoolean());
  }

  static void awaitText(String id, String text) {
    new WebDriverWait(browser, TIMEOUT)
        .withMessage(() -> "in " + id + ": " + text + ", not " + element(id).getText())
        .until(ignored -> element(id).getText().contains(text));
  }

  static List<WebElement> rows(String selector) {
    return browser.findElements(By.cssSelector(".pane.selected .rows " + selector));
  }

  static String focused() {
    return browser.switchTo().activeElement().getDomAttribute("id");
  }

  void openConnected(String config) throws Exception {
    open(config);
    awaitStatus("Open");
    awaitLog("Received message:");
  }

  /** Leads the tab that is selected to another server. */
  static void connectTo(RawServer server) {
    element("connect").click();
    awaitStatus("Closed");
    type("address", "ws://127.0.0.1:" + server.port() + "/");
    element("connect").click();
    awaitStatus("Open");
  }
}
