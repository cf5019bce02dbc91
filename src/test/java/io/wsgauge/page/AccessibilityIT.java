package io.wsgauge.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/** What axe-core finds to complain of, in each state of the page. */
class AccessibilityIT extends ConsoleCase {
  private static String axe() throws IOException {
    try (InputStream in = AccessibilityIT.class.getResourceAsStream("/axe.min.js")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @AfterEach
  void resize() {
    if (browser != null) {
      usualSize();
      scheme("light");
    }
  }

  private static void scheme(String scheme) {
    browser.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  private static void check(String state) {
    Object violations =
        browser.executeAsyncScript(
            """
            const done = arguments[arguments.length - 1];
            axe.run().then(({ violations }) => done(violations.flatMap(({ id, nodes }) =>
                nodes.map(({ target, failureSummary }) => `${id}: ${target}: ${failureSummary}`))), done);
            """);
    assertEquals(List.of(), violations, state);
  }

  @ParameterizedTest
  @CsvSource({"1280, 800, light", "390, 844, dark"})
  @DisplayName("has no violation in any state, wide and narrow, light and dark")
  void states(int width, int height, String scheme) throws Exception {
    size(width, height);
    scheme(scheme);
    openConnected("{\"socket\": {\"reply\": {\"mode\": \"echo\"}}}");
    script(axe());
    check("connected");
    element("message").sendKeys("{\"a\": {\"b\": 1}}", Keys.ENTER);
    awaitLog("\"b\"");
    pressAlt("l");
    press(Keys.ARROW_UP, "p");
    check("a row selected and pinned");
    press(Keys.ESCAPE);
    for (String panel : List.of("scenario", "settings", "ends", "saved", "code")) {
      script("document.querySelector('#panel-buttons [data-panel=" + panel + "]').click()");
      check(panel);
    }
    script("document.getElementById('panel-close').click()");
    pressAlt("n");
    check("two tabs");
    script("document.getElementById('show-keys').click()");
    check("sheet of keys");
    press(Keys.ESCAPE);
    browser.findElement(By.cssSelector("#repeat summary")).click();
    check("repeating");
  }
}
