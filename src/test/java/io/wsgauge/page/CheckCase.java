package io.wsgauge.page;

import java.time.Duration;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The view Check of the page. */
abstract class CheckCase extends ConsoleCase {
  private static final Duration LONGEST_CHECK = Duration.ofSeconds(60);

  void openCheck(String config) throws Exception {
    open(config);
    browser.findElement(By.id("tab-check")).click();
    new WebDriverWait(browser, TIMEOUT)
        .until(ignored -> !browser.findElements(By.id("check-url")).isEmpty());
    awaitStatus("Ready");
  }

  /**
   * Checks by the keyboard alone.
   *
   * @param url empty for that of the page's own server
   * @param silence seconds; empty leaves it out
   */
  static void check(String url, String silence) {
    browser.executeScript(
        "document.querySelector('#check-horizon').selectedOptions[0].value = arguments[0]",
        silence);
    if (!url.isEmpty()) {
      type("check-url", url);
    }
    element("check-url").sendKeys(Keys.ENTER);
  }

  static void awaitEnd(String status) {
    new WebDriverWait(browser, LONGEST_CHECK)
        .withMessage(() -> status + "\nbut there is:\n" + element("view-check").getText())
        .until(ignored -> element("status").getText().equals(status));
  }

  static String report() {
    return element("check-report").getText();
  }

  static void awaitReport(String text) {
    new WebDriverWait(browser, TIMEOUT)
        .withMessage(() -> text + "\nbut there is:\n" + report())
        .until(ignored -> report().contains(text));
  }
}
