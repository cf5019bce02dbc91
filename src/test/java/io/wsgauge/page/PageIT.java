package io.wsgauge.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.TestService;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The page as a browser gets it. */
@ExtendWith(VertxExtension.class)
class PageIT {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
    return CLIENT.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String packaged(String name) throws IOException {
    try (InputStream in = PageRoutes.class.getResourceAsStream("/page/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String header(HttpResponse<String> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  @Test
  @DisplayName("the page allows itself nothing inline and nothing from elsewhere")
  void contentSecurityPolicy(Vertx vertx) throws Exception {
    HttpResponse<String> page = get(TestService.start(vertx, "{}").page());
    assertEquals(200, page.statusCode());
    assertTrue(header(page, "Content-Type").startsWith("text/html"));
    String policy = header(page, "Content-Security-Policy");
    assertTrue(policy.startsWith("default-src 'none'; script-src 'self';"), policy);
    assertEquals("nosniff", header(page, "X-Content-Type-Options"));
    Matcher elsewhere = Pattern.compile("(?:src|href)=\"(?:https?:)?//[^\"]*").matcher(page.body());
    assertEquals(List.of(), elsewhere.results().map(Object::toString).toList());
  }

  @Test
  @DisplayName("every file of the page is served, with the type that a browser insists on")
  void files(Vertx vertx) throws Exception {
    URI page = TestService.start(vertx, "{}").page();
    Path directory = Path.of("src/main/resources/page");
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = directory.relativize(file).toString();
        HttpResponse<String> response = get(page.resolve("page/" + name));
        assertEquals(200, response.statusCode(), name);
        assertEquals(packaged(name), response.body(), name);
        String type = header(response, "Content-Type");
        if (name.endsWith(".js")) {
          assertTrue(type.startsWith("text/javascript"), type);
        } else if (name.endsWith(".css")) {
          assertTrue(type.startsWith("text/css"), type);
        }
      }
    }
  }

  @Test
  @DisplayName("of the chart library, the files that the page needs are served, and its licence")
  void chartLibrary(Vertx vertx) throws Exception {
    URI library = TestService.start(vertx, "{}").page().resolve("page/uplot/");
    for (String name : List.of("dist/uPlot.esm.js", "dist/uPlot.min.css", "LICENSE")) {
      HttpResponse<String> response = get(library.resolve(name));
      assertEquals(200, response.statusCode(), name);
      assertEquals("nosniff", header(response, "X-Content-Type-Options"), name);
    }
    assertEquals(404, get(library.resolve("dist/uPlot.cjs.js")).statusCode());
    assertEquals(404, get(library.resolve("package.json")).statusCode());
  }

  @Test
  @DisplayName("the page is told the configured path of the WebSocket")
  void settings(Vertx vertx) throws Exception {
    URI page = TestService.start(vertx, "{\"socket\": {\"path\": \"/a/b\"}}").page();
    HttpResponse<String> settings = get(page.resolve("page/settings.json"));
    assertEquals(new JsonObject().put("socketPath", "/a/b"), new JsonObject(settings.body()));
  }

  @Test
  @DisplayName("what is not there is 404 with a problem as JSON")
  void notFound(Vertx vertx) throws Exception {
    URI page = TestService.start(vertx, "{}").page();
    for (String path : List.of("/none", "/page/none.js", "/page/../wsgauge.properties")) {
      HttpResponse<String> response = get(page.resolve(path));
      assertEquals(404, response.statusCode(), path);
      assertEquals(
          "Not Found", new JsonObject(response.body()).getString("title"), response.body());
    }
  }
}
