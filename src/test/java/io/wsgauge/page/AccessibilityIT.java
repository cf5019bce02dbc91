package io.wsgauge.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/**
 * What axe-core finds to complain of, in each state of each view, wide and narrow, light and dark.
 */
class AccessibilityIT extends CheckCase {
  private static final int[][] SIZES = {{1280, 800}, {390, 844}};
  private static final String ECHO = "{\"socket\": {\"reply\": {\"mode\": \"echo\"}}}";

  private TargetsMock mock;

  private static String axe() throws IOException {
    try (InputStream in = AccessibilityIT.class.getResourceAsStream("/axe.min.js")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @AfterEach
  void resize() throws Exception {
    if (browser != null) {
      usualSize();
      scheme("light");
    }
    if (mock != null) {
      browser.get("about:blank");
      mock.stop();
    }
  }

  private static void scheme(String scheme) {
    browser.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  private static void check(String state) throws IOException {
    if (!Boolean.TRUE.equals(script("return typeof axe !== 'undefined'"))) {
      script(axe());
    }
    for (int[] size : SIZES) {
      size(size[0], size[1]);
      for (String scheme : List.of("light", "dark")) {
        scheme(scheme);
        Object violations =
            browser.executeAsyncScript(
                """
                const done = arguments[arguments.length - 1];
                axe.run({ resultTypes: ['violations'] }).then(({ violations }) =>
                    done(violations.flatMap(({ id, nodes }) => nodes.map(
                        ({ target, failureSummary }) => `${id}: ${target}: ${failureSummary}`))), done);
                """);
        assertEquals(List.of(), violations, state + ", " + size[0] + " pixels, " + scheme);
        assertEquals(
            true,
            script("return document.documentElement.scrollWidth <= innerWidth"),
            state + " is wider than " + size[0] + " pixels");
      }
    }
  }

  @Test
  @DisplayName("the console has no violation, whatever is open in it")
  void console() throws Exception {
    openConnected(ECHO);
    check("connected");
    pressAlt("m"); // A panel is in the way.
    press("{\"a\": {\"b\": 1}}", Keys.ENTER);
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

  @Test
  @DisplayName("a failed handshake and an end that nobody asked for have none")
  void ends() throws Exception {
    openConnected(ECHO);
    type("address", service.socket() + "?status=503");
    pressAlt("c");
    awaitStatus("Closed");
    pressAlt("c");
    awaitLog("503");
    check("refused");
    type("address", service.socket() + "?dropAfter=100ms");
    pressAlt("c");
    awaitText("end-verdict", "without a close frame");
    check("cut");
  }

  @Test
  @DisplayName("the view of a check has none: its form, a refusal, its steps and its report")
  void checks() throws Exception {
    openCheck("{}");
    check("form");
    check("ws://127.0.0.1:1/ws", "");
    awaitEnd("Failed");
    check("refused");
    check("ws://127.0.0.1:" + IdleCut.start(vertx, service.port(), 1500) + "/ws", "4");
    check("running");
    awaitEnd("Done");
    awaitReport("Silent, it was cut here after");
    check("report");
  }

  @Test
  @DisplayName("the view of the targets has none: rows of each state, one expanded, and none")
  void targets() throws Exception {
    mock = new TargetsMock(vertx);
    JsonArray results = new JsonArray();
    for (int i = 1; i < 40; i++) {
      results.add(
          i % 7 == 0
              ? TargetsMock.failure("a", i, "failing", "status 503")
              : TargetsMock.success("a", i, 0.002 * (1 + i % 5)));
    }
    JsonArray ended = new JsonArray();
    for (double lifetime : new double[] {5.0, 60.1, 61.0}) {
      ended.add(
          new JsonObject()
              .put("ended", "2026-01-01T11:00:00.000Z")
              .put("lifetime", lifetime)
              .put("by", "peer")
              .put("code", 1001)
              .put("reason", "bye"));
    }
    for (String state : List.of("up", "failing", "unstable", "down", "unknown")) {
      mock.targets.add(
          TargetsMock.target(state)
              .put("labels", new JsonObject().put("team", "core"))
              .put("state", state)
              .put("unstable", state.equals("unstable") ? "cut after 5.00 s of silence" : null)
              .put("results", results)
              .put("lastFailure", TargetsMock.failure(state, 9, state, "status 503"))
              .put("lifetimes", ended));
    }
    mock.start();
    browser.get(mock.page() + "#targets");
    awaitStatus("Live");
    await("rows", () -> browser.findElements(By.className("target")).size() == 5);
    check("rows");
    browser.findElement(By.cssSelector(".target .name")).click();
    check("expanded");
    type("targets-filter", "nowhere");
    await("none", () -> element("targets-all").isDisplayed());
    check("no match");
    mock.targets.clear();
    mock.send("targets", new JsonObject());
    await("no targets", () -> element("targets-empty").isDisplayed());
    check("no targets");
  }

  @Test
  @DisplayName("the matrix of a cluster has none")
  void matrix() throws Exception {
    MatrixMock matrix = new MatrixMock(vertx);
    for (String node : List.of("a", "b", "c")) {
      matrix.node(node, node.equals("c") ? "us" : "eu", node.equals("c") ? "is lost" : null);
    }
    matrix.pair("a", "b", "direct", "up", 0.002);
    matrix.pair("b", "a", "direct", "failing", 0.2);
    matrix.pair("a", "c", "direct", "down", null);
    matrix.pair("a", "b", "public", "unstable", 0.005);
    browser.get(matrix.start());
    try {
      awaitStatus("Live");
      check("matrix");
    } finally {
      browser.get("about:blank");
      matrix.stop();
    }
  }
}
