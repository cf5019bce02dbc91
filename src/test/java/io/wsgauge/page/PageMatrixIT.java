package io.wsgauge.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.wsgauge.TestService;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The matrix as a person sees it, beside a stand-in for what a node tells of its cluster. */
class PageMatrixIT extends BrowserCase {
  private final JsonArray nodes = new JsonArray();
  private final JsonArray pairs = new JsonArray();
  private HttpServer mock;

  @AfterEach
  void stopMock() throws Exception {
    if (mock != null) {
      browser.get("about:blank");
      mock.close().await(20, TimeUnit.SECONDS);
    }
  }

  private void openMatrix() throws Exception {
    Router router = Router.router(vertx);
    new PageRoutes("/ws").withCluster(true).mount(router);
    router
        .get("/api/mesh")
        .handler(
            context ->
                context
                    .json(
                        new JsonObject()
                            .put("node", "a")
                            .put("nodes", nodes)
                            .put("pairs", pairs)
                            .put("problems", new JsonArray().add("a problem")))
                    .onFailure(context::fail));
    mock =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .await(20, TimeUnit.SECONDS);
    browser.get("http://127.0.0.1:" + mock.actualPort() + "/#matrix");
    awaitStatus("Live");
  }

  private void node(String name, String zone, String missing) {
    nodes.add(
        new JsonObject()
            .put("name", name)
            .put("zone", zone)
            .put("missing", missing)
            .put("loopDelay", missing == null ? 0.002 : null));
  }

  private void pair(String from, String to, String via, String state, Double p50) {
    pairs.add(
        new JsonObject()
            .put("from", from)
            .put("to", to)
            .put("via", via)
            .put("state", state)
            .put("p50", p50)
            .put("reason", state.equals("up") ? null : "connect-timeout"));
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
    node("a", "x", null);
    node("b", "y", null);
    node("c", "y", "no answer within 1 s");
    pair("a", "b", "direct", "up", 0.0021);
    pair("a", "c", "direct", "down", null);
    pair("b", "a", "direct", "failing", 0.05);
    openMatrix();
    awaitText("#matrix-table tbody th", List.of("a x", "b y", "c y"));
    awaitText(
        "#matrix-table .cell", List.of("", "2.1", "■ down", "▲ 50 failing", "", "", "", "", ""));
    assertEquals(List.of("a problem", "c: no answer within 1 s"), texts("#matrix-problems li"));
    assertFalse(element("matrix-via").isDisplayed());
    pairs.getJsonObject(0).put("p50", 0.004);
    awaitText("#matrix-table tr:first-child .cell:nth-child(4)", List.of("4.0"));
  }

  @Test
  @DisplayName("the way through what is in front of the nodes is another matrix")
  void publicWay() throws Exception {
    node("a", "", null);
    node("b", "", null);
    pair("a", "b", "direct", "up", 0.001);
    pair("a", "b", "public", "down", null);
    openMatrix();
    assertTrue(element("matrix-via").isDisplayed());
    browser.findElement(By.cssSelector("#matrix-via label:last-child")).click();
    awaitText("#matrix-table tr:first-child .cell:nth-child(4)", List.of("■ down"));
  }

  @Test
  @DisplayName("more than 32 nodes are put together by zones, with the worst pairs below")
  void zones() throws Exception {
    for (int i = 0; i < 40; i++) {
      node("n" + i, i % 2 == 0 ? "x" : "y", null);
    }
    pair("n0", "n1", "direct", "up", 0.001);
    pair("n0", "n3", "direct", "up", 0.003);
    pair("n1", "n0", "direct", "down", null);
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
