package io.wsgauge.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Vertx;
import io.wsgauge.TestService;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.WebDriverWait;

/** Opens the page of a service in a real browser, one for all tests of a class. */
abstract class BrowserCase {
  static final Duration TIMEOUT = Duration.ofSeconds(30);

  @TempDir(cleanup = CleanupMode.NEVER) // the browser still writes while it ends
  static Path profile;

  static ChromeDriver browser;
  static Vertx vertx;

  TestService service;

  @BeforeAll
  static void start(TestInfo test) {
    if (Browser.missing() == null) {
      browser = Browser.start(profile);
      vertx = Vertx.vertx();
    } else if (Browser.required()) {
      throw new AssertionError(Browser.missing());
    } else {
      System.err.println("Skipped, " + Browser.missing() + ": " + test.getDisplayName());
    }
  }

  /** Here and not above, so that each test is reported by its name. */
  @BeforeEach
  void skipWithoutBrowser() {
    Assumptions.assumeTrue(browser != null, Browser.missing());
  }

  @AfterAll
  static void stop() throws Exception {
    if (browser != null) {
      browser.quit();
      vertx.close().await(20, TimeUnit.SECONDS);
    }
  }

  /** Among them are violations of the content security policy and errors of scripts. */
  @AfterEach
  void consoleIsEmpty() {
    if (browser == null) {
      return;
    }
    List<String> complaints =
        browser.manage().logs().get(LogType.BROWSER).getAll().stream()
            .map(LogEntry::getMessage)
            // the browser's own word on a handshake that a test wants to fail
            .filter(message -> !message.contains("WebSocket connection to"))
            .filter(message -> !message.contains("Failed to load resource"))
            .toList();
    assertEquals(List.of(), complaints);
  }

  @AfterEach
  void stopService() throws Exception {
    if (service != null) {
      service.stop();
    }
  }

  TestService open(String config) throws Exception {
    service = TestService.start(vertx, config);
    browser.get(service.page().toString());
    return service;
  }

  static WebElement element(String id) {
    return browser.findElement(By.id(id));
  }

  /** The rows in sight, and the selected one whole. */
  static String log() {
    return element("panes").getText() + "\n" + element("inspector").getText();
  }

  static void awaitLog(String text) {
    new WebDriverWait(browser, TIMEOUT)
        .withMessage(() -> "in the log: " + text + "\nbut there is:\n" + log())
        .until(ignored -> log().contains(text));
  }

  static void awaitStatus(String status) {
    new WebDriverWait(browser, TIMEOUT)
        .withMessage(() -> "status " + status + ", not " + element("status").getText())
        .until(ignored -> element("status").getText().equals(status));
  }

  /** Opens a panel beside the log, unless it is open. */
  static void openPanel(String name) {
    WebElement button =
        browser.findElement(By.cssSelector("#panel-buttons [data-panel=" + name + "]"));
    if ("false".equals(button.getDomAttribute("aria-expanded"))) {
      button.click();
    }
  }

  static void type(String id, String text) {
    element(id).clear();
    element(id).sendKeys(text);
  }
}
