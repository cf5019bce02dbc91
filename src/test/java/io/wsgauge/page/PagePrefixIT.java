package io.wsgauge.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.wsgauge.TestService;
import io.wsgauge.check.bed.Products;
import io.wsgauge.testing.Answer;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.support.ui.Select;

/** The page where an nginx has the whole server below a path. */
class PagePrefixIT extends CheckCase {
  private static final String CONFIG =
      "{\"client\": {\"targets\": [{\"name\": \"me\", \"url\": \"self\", \"interval\": \"1s\"}]}}";

  @TempDir Path directory;
  private Products products;

  @AfterEach
  void stopProducts() throws Exception {
    if (products != null) {
      products.close();
    }
  }

  private String open(String hash, String config) throws Exception {
    return open(hash, config, "");
  }

  private String open(String hash, String config, String more) throws Exception {
    service = TestService.start(vertx, config);
    products = new Products(directory, service.port());
    String page = "http://localhost:" + products.below("/gauge/", more) + "/gauge/";
    browser.get(page + hash);
    return page;
  }

  /** Nothing that the page has asked for was looked for elsewhere. */
  private static void allBelow(String page) {
    assertEquals(
        List.of(),
        script(
            "return performance.getEntriesByType('resource').map(({ name }) => name)"
                + ".filter(name => !name.startsWith(arguments[0]))",
            page));
  }

  @Test
  @DisplayName("the WebSocket is found below the path, with its scenarios and the server's record")
  void connects() throws Exception {
    String page = open("", "{\"server\": {\"name\": \"a\"}}");
    awaitStatus("Open");
    awaitLog("Received message:");
    assertEquals(page.replace("http", "ws") + "ws", element("address").getDomProperty("value"));
    openPanel("ends");
    awaitText("lane", "Both ends");
    openPanel("scenario");
    new Select(element("scenario-preset")).selectByVisibleText("Refuses: 503 with Retry-After");
    element("scenario-connect").click();
    awaitLog("503");
    allBelow(page);
  }

  @Test
  @DisplayName("results are streamed below the path, and a target's address opens it there")
  void targets() throws Exception {
    String page = open("#targets/me", CONFIG);
    awaitStatus("Live");
    await("a result", "document.querySelector('.target .last .value')?.textContent.includes('s')");
    await("it is open", "document.querySelector('.target .details') !== null");
    String own = browser.findElement(By.className("own")).getDomProperty("href");
    assertEquals(page + "#targets/me", own);
    allBelow(page);
  }

  @Test
  @DisplayName("a check is begun, followed, downloaded and opened again below the path")
  void check() throws Exception {
    String page = open("#check", "{}");
    awaitStatus("Ready");
    check("", "");
    awaitEnd("Done");
    awaitReport("It opens in this browser as well");
    URI json = URI.create(element("check-json").getDomProperty("href"));
    assertTrue(json.toString().startsWith(page), json::toString);
    Answer answer =
        Answer.to(json.getPort(), "GET " + json.getPath() + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assertEquals(page.replace("http", "ws") + "ws", new JsonObject(answer.body()).getString("url"));
    browser.get(element("check-link").getDomProperty("href"));
    browser.navigate().refresh();
    awaitEnd("Done");
    allBelow(page);
  }

  @Test
  @DisplayName("silence at the page's own server is none in which that pings")
  void silence() throws Exception {
    open("#check", "{\"socket\": {\"pingInterval\": \"1s\"}}", "proxy_read_timeout 2s;");
    awaitStatus("Ready");
    check("", "4");
    awaitEnd("Done");
    awaitReport("Silent, it was cut here after");
  }
}
