package io.wsgauge.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The check of a path as a person asks for it, in a real browser. */
class PageCheckIT extends CheckCase {
  @Test
  @DisplayName("the path to the page's own server is checked at its own address, and found fine")
  void fine() throws Exception {
    openCheck("{}");
    check("", "");
    awaitEnd("Done");
    awaitReport("It opens in this browser as well");
    assertTrue(report().startsWith("ws://"), report());
    assertTrue(report().contains("Fine"), report());
    assertFalse(report().contains("it was cut here"), report());
    List<String> steps =
        element("check-steps").findElements(By.cssSelector("[data-state=measured]")).stream()
            .map(step -> step.getDomAttribute("data-step"))
            .toList();
    assertTrue(steps.containsAll(List.of("resolve", "upgrade", "sizes")), steps::toString);
  }

  @Test
  @DisplayName("a link opens a check again, with its steps and its report")
  void link() throws Exception {
    openCheck("{}");
    browser.executeScript("document.querySelector('#check-horizon').value = ''");
    element("check-start").sendKeys(Keys.ENTER);
    await("the focus on Stop", () -> "check-stop".equals(focused()));
    awaitEnd("Done");
    assertEquals("check-report", focused());
    String first = element("check-report").findElement(By.className("sentence")).getText();
    browser.get(element("check-link").getDomProperty("href"));
    browser.navigate().refresh();
    awaitEnd("Done");
    assertEquals(first, element("check-report").findElement(By.className("sentence")).getText());
    assertTrue(element("check-steps").getText().contains("upgrade"));
  }

  @Test
  @DisplayName(
      "an idle cut is drawn lane by lane, and named with what mends it and what it is here")
  void idle() throws Exception {
    openCheck("{}");
    check("ws://127.0.0.1:" + IdleCut.start(vertx, service.port(), 1500) + "/ws", "4");
    awaitEnd("Done");
    awaitReport("Silent, it was cut here after");
    WebElement finding =
        element("check-report")
            .findElement(By.xpath(".//section[h3[contains(., 'idle-timeout')]]"));
    List<WebElement> cut = finding.findElements(By.cssSelector(".life[data-end=cut]"));
    List<WebElement> alive = finding.findElements(By.cssSelector(".life[data-end=alive]"));
    assertTrue(cut.size() >= 3 && alive.size() >= 3, finding::getText);
    assertTrue(cut.get(0).getSize().width > 0);
    assertTrue(cut.get(0).getSize().width < alive.get(0).getSize().width);
    assertTrue(finding.getText().contains("ping from either side"), finding::getText);
    assertTrue(report().contains("as from the server"), report());
  }

  @Test
  @DisplayName("what fails in this browser and works from the server is told apart, with a reason")
  void origin() throws Exception {
    openCheck("{\"socket\": {\"allowedOrigins\": [\"https://app.example.org\"]}}");
    check("", "");
    awaitEnd("Done");
    awaitReport("It fails in this browser");
    assertTrue(report().contains("and works from the server"), report());
    assertTrue(report().contains("the Origin http://"), report());
  }

  @Test
  @DisplayName("an address that may not be checked is refused in words, and the form stays")
  void refused() throws Exception {
    openCheck("{}");
    check("ws://127.0.0.1:1/ws", "");
    awaitEnd("Failed");
    assertTrue(element("check-error").getText().contains("check.allow"));
    assertTrue(element("check-start").isDisplayed());
  }

  @Test
  @DisplayName("a check that is stopped is forgotten")
  void stopped() throws Exception {
    openCheck("{}");
    check("", "60");
    new WebDriverWait(browser, TIMEOUT)
        .until(ignored -> browser.getCurrentUrl().contains("#check/"));
    String address = browser.getCurrentUrl();
    element("check-stop").click();
    awaitStatus("Ready");
    browser.get("about:blank");
    browser.get(address);
    awaitEnd("Failed");
    assertTrue(element("check-error").getText().contains("no such check"));
  }

  @Test
  @DisplayName("on a narrow screen nothing is wider than the screen")
  void narrow() throws Exception {
    Dimension before = browser.manage().window().getSize();
    browser.manage().window().setSize(new Dimension(390, 844));
    try {
      openCheck("{}");
      check("", "");
      awaitEnd("Done");
      Object width = browser.executeScript("return document.documentElement.scrollWidth");
      Object window = browser.executeScript("return document.documentElement.clientWidth");
      assertEquals(window, width);
    } finally {
      browser.manage().window().setSize(before);
    }
  }
}
