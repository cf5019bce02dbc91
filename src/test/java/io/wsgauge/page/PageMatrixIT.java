package io.wsgauge.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsgauge.TestService;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The matrix as a person sees it, beside a stand-in for what a node tells of its cluster. */
class PageMatrixIT extends BrowserCase {
  private MatrixMock mock;

  @BeforeEach
  void makeMock() {
    mock = new MatrixMock(vertx);
  }

  @AfterEach
  void stopMock() throws Exception {
    if (browser != null) {
      browser.get("about:blank");
      mock.stop();
    }
  }

  private void openMatrix() throws Exception {
    browser.get(mock.start());
    awaitStatus("Live");
  }

  private static List<String> texts(String css) {
    return browser.findElements(By.cssSelector(css)).stream()
        .map(element -> element.getText().replaceAll("\\s+", " "))
        .toList();
  }

  private static void awaitText(String css, List<String> texts) {
    new WebDriverWait(browser, TIMEOUT)
        .withMessage(() -> css + ": " + texts(css))
        .until(ignored -> texts(css).equals(texts));
  }

  @Test
  @DisplayName(
      "a row for who pings and a column for who is pinged, live, and who is missing with the reason")
  void matrix() throws Exception {
    mock.node("a", "x", null);
    mock.node("b", "y", null);
    mock.node("c", "y", "no answer within 1 s");
    mock.pair("a", "b", "direct", "up", 0.0021);
    mock.pair("a", "c", "direct", "down", null);
    mock.pair("b", "a", "direct", "failing", 0.05);
    openMatrix();
    awaitText("#matrix-table tbody th", List.of("a x", "b y", "c y"));
    awaitText(
        "#matrix-table .cell", List.of("", "2.1", "■ down", "▲ 50 failing", "", "", "", "", ""));
    assertEquals(List.of("a problem", "c: no answer within 1 s"), texts("#matrix-problems li"));
    assertFalse(element("matrix-via").isDisplayed());
    mock.pairs.getJsonObject(0).put("p50", 0.004);
    awaitText("#matrix-table tr:first-child .cell:nth-child(4)", List.of("4.0"));
  }

  @Test
  @DisplayName("the way through what is in front of the nodes is another matrix")
  void publicWay() throws Exception {
    mock.node("a", "", null);
    mock.node("b", "", null);
    mock.pair("a", "b", "direct", "up", 0.001);
    mock.pair("a", "b", "public", "down", null);
    openMatrix();
    assertTrue(element("matrix-via").isDisplayed());
    browser.findElement(By.cssSelector("#matrix-via label:last-child")).click();
    awaitText("#matrix-table tr:first-child .cell:nth-child(4)", List.of("■ down"));
  }

  @Test
  @DisplayName("more than 32 nodes are put together by zones, with the worst pairs below")
  void zones() throws Exception {
    for (int i = 0; i < 40; i++) {
      mock.node("n" + i, i % 2 == 0 ? "x" : "y", null);
    }
    mock.pair("n0", "n1", "direct", "up", 0.001);
    mock.pair("n0", "n3", "direct", "up", 0.003);
    mock.pair("n1", "n0", "direct", "down", null);
    openMatrix();
    awaitText("#matrix-table tbody th", List.of("x 20 nodes", "y 20 nodes"));
    awaitText("#matrix-table .cell", List.of("", "3.0", "■ 1/1 down", ""));
    assertEquals("n1 → n0, down, connect-timeout", texts("#matrix-worst-list li").get(0));
  }

  @Test
  @DisplayName("without a cluster there is no such tab")
  void noCluster() throws Exception {
    service = TestService.start(vertx, "{}");
    browser.get(service.page().toString());
    awaitStatus("Open");
    assertFalse(element("tab-matrix").isDisplayed());
  }
}
