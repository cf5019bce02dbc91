package io.wsgauge.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsgauge.check.bed.Products;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;

/** What the page says and draws of paths through products, used by the keyboard alone. */
class PageCheckProductsIT extends CheckCase {
  @TempDir Path directory;
  private Products products;

  @AfterEach
  void stopProducts() throws IOException {
    if (products != null) {
      products.close();
    }
  }

  private Products products() throws Exception {
    openCheck("{\"server\": {\"name\": \"a\"}}");
    products = new Products(directory, service.port());
    return products;
  }

  private static WebElement finding(String id) {
    return element("check-report")
        .findElement(By.xpath(".//section[h3[contains(., '" + id + "')]]"));
  }

  /** Whether there is more to be seen than the paper that it is drawn on. */
  private static boolean isDrawn(WebElement chart) {
    try {
      browser.executeScript("arguments[0].scrollIntoView({block: 'center'})", chart);
      BufferedImage picture =
          ImageIO.read(new ByteArrayInputStream(chart.getScreenshotAs(OutputType.BYTES)));
      int middle = picture.getHeight() / 2;
      return IntStream.range(3, picture.getWidth() - 3)
              .map(x -> picture.getRGB(x, middle))
              .distinct()
              .count()
          > 1;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void drawn(WebElement finding) {
    List<WebElement> charts = finding.findElements(By.className("track"));
    assertTrue(!charts.isEmpty(), finding::getText);
    assertTrue(charts.stream().anyMatch(PageCheckProductsIT::isDrawn), finding::getText);
  }

  private static void says(Supplier<String> text, String part) {
    assertTrue(text.get().contains(part), text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nginx, two seconds of silence | proxy_read_timeout",
        "HAProxy, two seconds in a tunnel | timeout tunnel"
      })
  @DisplayName("an idle cut is told in seconds, drawn, and mended by a line that can be copied")
  void idle(String name, String mended) throws Exception {
    check(products().through(name), "4");
    awaitEnd("Done");
    awaitReport("Silent, it was cut here after");
    String sentence = element("check-report").findElement(By.className("sentence")).getText();
    assertTrue(sentence.matches(".* cut after (1\\.9\\d?|2(\\.\\d+)?) s.*"), sentence);
    WebElement finding = finding("idle-timeout");
    says(finding::getText, mended);
    drawn(finding);
    WebElement copy = finding.findElement(By.className("copy"));
    browser.executeScript("arguments[0].focus()", copy);
    press(Keys.ENTER);
    await("copied", () -> copy.getText().equals("Copied"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nginx, extensions not answered | response",
        "HAProxy, extensions not forwarded | request"
      })
  @DisplayName("stripped compression is told with its direction and both views of what was agreed")
  void compression(String name, String direction) throws Exception {
    check(products().through(name), "");
    awaitEnd("Done");
    awaitReport("compression-stripped");
    WebElement finding = finding("compression-stripped");
    says(finding::getText, direction);
    says(finding::getText, "offered here");
    says(finding::getText, "seen by the server");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"nginx, as its documentation has it", "HAProxy, as its documentation has it"})
  @DisplayName("a limit of messages behind a product is told in bytes, and drawn as a ladder")
  void messageLimit(String name) throws Exception {
    check(products().through(name, 20_000), "");
    awaitEnd("Done");
    awaitReport("message-limit");
    WebElement finding = finding("message-limit");
    String told = finding.getText(); // to one percent where the machine is busy
    assertTrue(told.matches("(?s).*more than (19[89]\\d\\d|20000) bytes.*"), told);
    drawn(finding);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"nginx, as its documentation has it", "HAProxy, as its documentation has it"})
  @DisplayName("a product that does as it should is found fine, from the server and from here")
  void healthy(String name) throws Exception {
    check(products().through(name), "");
    awaitEnd("Done");
    awaitReport("It opens in this browser as well");
    assertEquals("fine", verdict(), CheckCase::report);
    assertFalse(report().contains("it was cut here"), CheckCase::report);
  }

  private static String verdict() {
    return element("check-report")
        .findElement(By.className("verdict"))
        .getDomAttribute("data-verdict");
  }

  @Test
  @DisplayName("a check is asked for, followed and kept by the keyboard alone, at 390 pixels")
  void keyboard() throws Exception {
    size(390, 844);
    try {
      String url = products().through("nginx, extensions not answered");
      element("tab-check").sendKeys(Keys.HOME);
      await("tried", () -> element("view-try").isDisplayed());
      press(Keys.ARROW_RIGHT);
      awaitStatus("Ready");
      tabTo("check-url");
      press(Keys.chord(Keys.CONTROL, "a"), url);
      tabTo("check-horizon");
      press(Keys.HOME);
      tabTo("check-start");
      press(Keys.ENTER);
      awaitEnd("Done");
      awaitReport("compression-stripped");
      tabTo("check-link");
    } finally {
      usualSize();
    }
  }

  private static void tabTo(String id) {
    for (int i = 0; i < 20 && !id.equals(focused()); i++) {
      press(Keys.TAB);
    }
    assertEquals(id, focused());
  }
}
