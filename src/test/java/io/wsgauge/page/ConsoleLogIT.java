package io.wsgauge.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wsgauge.testing.RawServer;
import io.wsgauge.testing.RawServer.Peer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/** The log of the console: searching, reading, keeping, and floods. */
class ConsoleLogIT extends ConsoleCase {
  private static final String ECHO = "{\"socket\": {\"reply\": {\"mode\": \"echo\"}}}";
  private static final String EVIL = "<img src=x onerror=alert(1)>\u202e\u0000";

  /** Lets what is saved be read here, in the place of a file. */
  private static void catchFiles() {
    script(
        """
        const create = URL.createObjectURL;
        URL.createObjectURL = blob => { window.saved = blob; return create.call(URL, blob); };
        HTMLAnchorElement.prototype.click = () => {};
        """);
  }

  private static String saved(String button) {
    browser.findElement(By.cssSelector("#files summary")).click();
    element(button).click();
    return (String)
        browser.executeAsyncScript("window.saved.text().then(arguments[arguments.length - 1]);");
  }

  @Test
  @DisplayName(
      "50,000 messages at once: a pause loses none, the search finds one, the export has all")
  void flood() throws Exception {
    open("{}");
    awaitStatus("Open");
    int count = 50_000;
    try (RawServer server =
        RawServer.start(
            peer -> {
              peer.upgrade();
              peer.readMessage();
              peer.readMessage();
              for (int i = 0; i < count; i++) {
                peer.sendMessage("message number " + i + ";");
              }
              peer.awaitEnd();
            })) {
      connectTo(server);
      element("clear").click();
      element("pause").click();
      element("message").sendKeys("go", Keys.ENTER);
      awaitText("pause", "Resume (50,001 new)");
      assertEquals(0, rows("tr").size());
      element("pause").click();
      awaitText("row-count", "50,001 rows");
      assertTrue(rows("tr").size() < 100);
      awaitLog("message number 49999;");
      catchFiles();
      List<String> lines = saved("download").lines().toList();
      assertEquals(count + 1, lines.size());
      assertTrue(lines.get(count).contains("message number 49999;"), lines.get(count));
      element("filter").sendKeys("number 31234;");
      awaitText("row-count", "1 of 50,001 rows");
      awaitLog("message number 31234;");
    }
  }

  @Test
  @DisplayName(
      "a reload within a flood keeps the latest rows, and the page goes on with what comes")
  void reloadWithinFlood() throws Exception {
    open("{}");
    awaitStatus("Open");
    try (RawServer server =
        RawServer.start(
            peer -> {
              peer.upgrade();
              for (int i = 0; i < 60_000; i++) { // so that none is dropped
                peer.sendMessage("message number " + i + ";");
              }
              peer.awaitEnd();
            })) {
      connectToClosing(server);
      awaitStatus("Open");
      await(
          "20,000 rows",
          "Number(document.getElementById('row-count').textContent.replace(/\\D/g, '')) > 20_000");
      browser.navigate().refresh();
      awaitStatus("Open");
      await(
          "those of before, and more",
          "Number(document.getElementById('row-count').textContent.replace(/\\D/g, '')) > 2_000");
      element("pause").click();
      element("filter").sendKeys("loaded anew");
      awaitText("row-count", "1 of ");
      element("filter").clear();
      element("filter").sendKeys("number 1;");
      awaitText("row-count", "1 of ");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GRÜ, all, all, '', 2 of 8",
    "00 ff, all, all, '', 2 of 8",
    "0x677261, all, all, '', 0 of 8",
    "0x6772c3bc, all, all, '', 2 of 8",
    "'', sent, all, '', 3 of 8",
    "'', all, binary, '', 2 of 8",
    "'', all, all, >6, 4 of 8",
    "'', received, text, 5-10, 1 of 8"
  })
  @DisplayName("finds text and bytes, by direction, type and size, with n of m")
  void search(String text, String direction, String type, String size, String found)
      throws Exception {
    openConnected(ECHO);
    element("message").sendKeys("grüße", Keys.ENTER);
    awaitLog("Received message: grüße");
    element("mode-binary").findElement(By.xpath("..")).click();
    element("message").sendKeys("00 ff", Keys.ENTER);
    awaitText("row-count", "8 rows");
    script("document.querySelector('#filter').focus()");
    script(
        """
        const set = (id, value) => {
          document.getElementById(id).value = value;
          document.getElementById(id).dispatchEvent(new Event('input'));
        };
        set('filter', arguments[0]);
        set('filter-direction', arguments[1]);
        set('filter-type', arguments[2]);
        set('filter-size', arguments[3]);
        """,
        text,
        direction,
        type,
        size);
    awaitText("row-count", found + " rows");
  }

  @Test
  @DisplayName("a size that is none is marked, with what it may be")
  void wrongSize() throws Exception {
    openConnected("{}");
    element("filter-size").sendKeys("big");
    awaitText("filter-error", "A size is like 100");
    assertEquals("filter-size", focused());
  }

  @Test
  @DisplayName("a row is selected, read, copied, sent again, edited and pinned by keys")
  void keys() throws Exception {
    openConnected(ECHO);
    element("message").sendKeys("{\"a\": [1, 12345678901234567890]}", Keys.ENTER);
    awaitLog("12345678901234567890");
    pressAlt("l");
    press(Keys.ARROW_UP);
    awaitText("inspector-title", "Received message");
    awaitText("inspector-body", "12345678901234567890");
    assertEquals(2, browser.findElements(By.cssSelector("#inspector-body details")).size());
    press("p");
    awaitPinned(1);
    press("c");
    awaitText("announcement", "Copied");
    press("r");
    await("sent again", "document.querySelectorAll('.rows [data-direction=sent]').length === 3");
    press("e");
    assertEquals("message", focused());
    assertTrue(element("message").getDomProperty("value").startsWith("{\"a\""));
    pressAlt("l");
    press(Keys.ENTER);
    assertEquals("inspector-body", focused());
    press(Keys.ESCAPE);
    assertFalse(element("inspector").isDisplayed());
    element("clear").click();
    awaitPinned(0);
  }

  /** Rows are drawn with the next frame of the screen, which is after the key that asks for it. */
  private static void awaitPinned(int count) {
    await(
        count + " pinned",
        "document.querySelectorAll('.pane.selected .pinned tr').length === " + count);
  }

  @ParameterizedTest
  @CsvSource({
    "a2 61 61 01 61 62 82 f5 f6, CBOR, 'a: 1'",
    "82 a1 61 01 a1 62 92 c3 c0, MessagePack, 'a: 1'",
    "47 49 46 38 39 61 01 00 01 00 00 00 00 3b, Image, ''",
    "7b 22 61 22 3a 31 7d, JSON, 'a: 1'",
    "68 65 6c 6c 6f, Hex, 68 65 6c 6c 6f"
  })
  @DisplayName("a binary message is shown as what its bytes turn out to be")
  void kinds(String bytes, String form, String shown) throws Exception {
    openConnected(ECHO);
    element("mode-binary").findElement(By.xpath("..")).click();
    element("message").sendKeys(bytes, Keys.ENTER);
    await("an answer", "document.querySelectorAll('.rows [data-type=binary]').length === 2");
    pressAlt("l");
    press(Keys.END);
    assertEquals(
        form,
        browser.findElement(By.cssSelector("#inspector-forms label:has(:checked)")).getText());
    assertTrue(element("inspector-body").getText().contains(shown));
    assertEquals(
        form.equals("Image") ? 1 : 0,
        browser.findElements(By.cssSelector("#inspector img")).size());
  }

  @Test
  @DisplayName("no string of a hostile server becomes markup, in a row, a form, a reason or a tab")
  void hostile() throws Exception {
    open("{}");
    awaitStatus("Open");
    JsonObject json = new JsonObject().put(EVIL, new JsonArray().add(EVIL)).put("__proto__", EVIL);
    try (RawServer server =
        RawServer.start(
            peer -> {
              peer.upgrade();
              for (String text : List.of(EVIL, json.encode(), "x".repeat(100_000) + EVIL)) {
                peer.send(Peer.frame(0x81, text.getBytes(StandardCharsets.UTF_8)));
              }
              peer.send(Peer.frame(0x82, HexFormat.of().parseHex("a1643c623e78643c623e78")));
              peer.sendHex(
                  "88 1a 0f a2 3c 69 6d 67 20 73 72 63 3d 78 20 6f 6e 65 72 72 6f 72 3d 61 28 29 3e 21");
              peer.awaitEnd();
            })) {
      connectToClosing(server);
      awaitStatus("Closed");
      awaitLog("4002");
      pressAlt("l");
      press(Keys.HOME);
      for (int i = 0; i < 12; i++) {
        press(Keys.ARROW_DOWN);
        script("for (const it of document.querySelectorAll('#inspector-forms input')) it.click()");
      }
      assertEquals(0, browser.findElements(By.cssSelector("#view-try img, #view-try b")).size());
    }
  }

  private static void connectToClosing(RawServer server) {
    element("connect").click();
    awaitStatus("Closed");
    type("address", "ws://127.0.0.1:" + server.port() + "/");
    element("connect").click();
  }

  @Test
  @DisplayName("the log goes to JSON Lines and to HAR, and back to look at")
  void files(@TempDir Path directory) throws Exception {
    openConnected(ECHO);
    element("mode-binary").findElement(By.xpath("..")).click();
    element("message").sendKeys("00 ff", Keys.ENTER);
    awaitLog("Received message: 00 ff");
    catchFiles();
    Path lines = Files.writeString(directory.resolve("log.jsonl"), saved("download"));
    String har = saved("download-har");
    JsonObject entry =
        new JsonObject(har).getJsonObject("log").getJsonArray("entries").getJsonObject(0);
    assertEquals(service.socket().toString(), entry.getJsonObject("request").getString("url"));
    JsonObject last = entry.getJsonArray("_webSocketMessages").getJsonObject(3);
    assertEquals("receive", last.getString("type"));
    assertEquals(2, last.getInteger("opcode"));
    assertEquals("AP8=", last.getString("data"));
    Path archive = Files.writeString(directory.resolve("log.har"), har);
    for (Path file : List.of(lines, archive)) {
      element("import-file").sendKeys(file.toString());
      await(
          "a tab",
          "document.querySelector('#sessions [aria-selected=true]').textContent.includes('"
              + file.getFileName()
              + "')");
      awaitLog("Received message: 00 ff");
      assertEquals(2, rows("[data-direction=sent]").size());
    }
    Path other = Files.writeString(directory.resolve("other.txt"), EVIL);
    element("import-file").sendKeys(other.toString());
    awaitText("files-notice", "other.txt has no rows of a log");
  }

  @Test
  @DisplayName("what is odd in a file is counted and left out, and the rest goes to a file again")
  void oddFiles(@TempDir Path directory) throws Exception {
    openConnected("{}");
    JsonArray messages = new JsonArray();
    for (String type : List.of("constructor", "__proto__", "send")) {
      messages.add(new JsonObject().put("type", type).put("time", 1).put("data", type));
    }
    messages.add(new JsonObject().put("type", "send").put("time", 1e300).put("data", "late"));
    JsonObject entry = new JsonObject().put("_webSocketMessages", messages);
    JsonObject har =
        new JsonObject().put("log", new JsonObject().put("entries", new JsonArray().add(entry)));
    Path file = Files.writeString(directory.resolve("odd.har"), har.encode());
    element("import-file").sendKeys(file.toString());
    awaitText("files-notice", "3 rows of odd.har could not be read.");
    catchFiles();
    assertEquals(2, saved("download").lines().count());
  }
}
