package io.wsgauge.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.Select;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The view of the targets as a person uses it, in a real browser. */
class PageTargetsIT extends BrowserCase {
  private TargetsMock mock;

  @AfterEach
  void stopMock() throws Exception {
    if (mock != null) {
      browser.get("about:blank");
      mock.stop();
    }
  }

  private void open(String hash, JsonObject... targets) throws Exception {
    mock = new TargetsMock(vertx);
    mock.targets.addAll(List.of(targets));
    mock.start();
    browser.get(mock.page() + hash);
  }

  private void openLive(JsonObject... targets) throws Exception {
    open("#targets", targets);
    awaitStatus("Live");
    await("rows", () -> names().size() == targets.length);
  }

  private static void await(String what, BooleanSupplier condition) {
    new WebDriverWait(browser, TIMEOUT)
        .withMessage(() -> what + "\nbut there is:\n" + element("view-targets").getText())
        .until(ignored -> condition.getAsBoolean());
  }

  /** What comes from now on comes by the stream, or because of it. */
  private static void stopReadingByTheClock() {
    browser.executeScript("for (let timer = 0; timer < 1000; timer++) clearInterval(timer)");
  }

  private static void awaitShown(String text) {
    await("shown: " + text, () -> element("view-targets").getText().contains(text));
  }

  @SuppressWarnings("unchecked") // of what the script returns
  private static List<String> names() {
    return (List<String>)
        browser.executeScript(
            """
            return [...document.querySelectorAll('.target:not([hidden]) .name')]
                .map(name => name.textContent)
            """);
  }

  private static WebElement row(String name) {
    return browser.findElement(By.xpath("//tbody[.//button[.='" + name + "']]"));
  }

  private static String cell(String name, String css) {
    return row(name).findElement(By.cssSelector(css)).getText();
  }

  private static String count(String state) {
    return browser.findElement(By.cssSelector("[data-condition=" + state + "] dd")).getText();
  }

  @Test
  @DisplayName(
      "an address opens the target that it names, which links to its own by the public URL")
  void address() throws Exception {
    String page = "https://ops.example.org/gauge/#targets/b%2Fipv4";
    open(
        "#targets/b%2Fipv4",
        TargetsMock.target("a"), TargetsMock.target("b/ipv4").put("page", page));
    await("b is open", () -> !row("b/ipv4").findElements(By.cssSelector(".details")).isEmpty());
    assertEquals(List.of(), row("a").findElements(By.cssSelector(".details")));
    String link = row("b/ipv4").findElement(By.className("own")).getAttribute("href");
    assertEquals(page, link);
    browser.executeScript("location.hash = '#targets/a'");
    await("a is open", () -> !row("a").findElements(By.cssSelector(".details")).isEmpty());
    assertTrue(
        row("a").findElement(By.className("own")).getAttribute("href").endsWith("#targets/a"));
  }

  @Test
  @DisplayName("an address that names no target, or a label that there is not, says so")
  void wrongAddress() throws Exception {
    open("#targets/nobody", TargetsMock.target("a"), zoned("b", "eu"));
    awaitShown("There is no target “nobody”.");
    browser.executeScript("location.hash = '#targets?group=constructor&window=5m'");
    await("p50 of 5 minutes", () -> cell("a", ".p50").equals("4.00 ms"));
    assertEquals("", element("targets-notice").getText());
    assertEquals("without constructor 2 up", browser.findElement(By.className("group")).getText());
  }

  @Test
  @DisplayName(
      "an address opens a target beyond those that are drawn first, and of many all are drawn")
  void moreThanAScreen() throws Exception {
    JsonObject[] targets =
        IntStream.range(0, 120)
            .mapToObj(n -> TargetsMock.target("t" + n))
            .toArray(JsonObject[]::new);
    open("#targets/t119", targets);
    await("t119 is open", () -> !row("t119").findElements(By.cssSelector(".details")).isEmpty());
    browser.executeScript("location.hash = '#targets?q=t1'");
    await("t1, t10 to t19, t100 to t119", () -> names().size() == 31);
    browser.executeScript("location.hash = '#targets?q=nothing'");
    awaitShown("None of 120 targets");
    browser.executeScript("location.hash = '#targets'");
    await(
        "all in order",
        () -> names().equals(Stream.of(targets).map(t -> t.getString("name")).toList()));
  }

  @Test
  @DisplayName("shows each target with its labels, URL, state, percentiles and ended connections")
  void rows() throws Exception {
    JsonObject labels = new JsonObject().put("team", "core");
    JsonObject ended =
        new JsonObject()
            .put("ended", "2026-01-01T11:00:00.000Z")
            .put("lifetime", 61.0)
            .put("by", "peer")
            .put("code", 1001)
            .put("reason", "bye");
    openLive(
        TargetsMock.target("a").put("labels", labels).put("lifetimes", new JsonArray().add(ended)),
        TargetsMock.target("b"));
    assertEquals(List.of("a", "b"), names());
    assertEquals("team=core", cell("a", ".tag"));
    assertEquals("ws://a.example/ws", cell("a", ".url"));
    assertEquals("up", cell("a", ".word"));
    assertTrue(cell("a", ".since").startsWith("since 1 Jan 2026"), cell("a", ".since"));
    assertEquals("2.00 ms", cell("a", ".p50"));
    assertEquals("5.00 ms", cell("a", ".max"));
    assertEquals("0 of 57", cell("a", ".failures"));
    assertEquals(
        "Ended connections: 1; last after 1 min 1 s, by the peer, 1001 Going Away, “bye”",
        cell("a", ".lifetimes"));
    assertEquals("2", count("up"));
  }

  @Test
  @DisplayName("shows percentiles and failures over the time that is chosen")
  void period() throws Exception {
    openLive(TargetsMock.target("a"));
    browser.findElement(By.xpath("//label[.='5 min']")).click();
    await("p50 of 5 minutes", () -> cell("a", ".p50").equals("4.00 ms"));
    assertEquals("3 of 299", cell("a", ".failures"));
  }

  @Test
  @DisplayName("follows the results as they come")
  void live() throws Exception {
    openLive(TargetsMock.target("a"), TargetsMock.target("b"));
    awaitChart("b", "1 run, 0 failed, from 2.00 ms to 2.00 ms");
    mock.send("result", TargetsMock.success("b", 2, 0.0123));
    await("the last round trip", () -> cell("b", ".last").equals("12.3 ms"));
    assertEquals("2.00 ms", cell("a", ".last"));
    awaitChart("b", "2 runs, 0 failed, from 2.00 ms to 12.3 ms");
  }

  @Test
  @DisplayName("shows that a state changes: in the row, the counts and the title")
  void state() throws Exception {
    openLive(TargetsMock.target("a"), TargetsMock.target("b"));
    mock.send(
        "state", new JsonObject("{\"target\": \"b\", \"state\": \"down\", \"from\": \"up\"}"));
    await("down", () -> cell("b", ".word").equals("down"));
    assertEquals("1", count("down"));
    assertEquals("1", count("up"));
    assertEquals("1 down – Targets – wsgauge", browser.getTitle());
    assertEquals("b is down.", element("announcement").getDomProperty("textContent"));
  }

  @Test
  @DisplayName("tells in words why a run failed, and what a server wrote is text, never markup")
  void failure() throws Exception {
    String markup = "<img src=x onerror=alert(1)>";
    openLive(TargetsMock.target("a").put("labels", new JsonObject().put("x", markup)));
    mock.send("result", TargetsMock.failure("a", 2, "failing", markup));
    awaitShown("Last failure: the server refused the upgrade: " + markup + " (upgrade-refused)");
    assertEquals("–", cell("a", ".last"));
    row("a").findElement(By.className("name")).click();
    assertEquals(0, browser.findElements(By.cssSelector("#view-targets img")).size());
  }

  @Test
  @DisplayName("an expanded row tells of the connection, the phases and the last runs")
  void details() throws Exception {
    JsonObject connection =
        new JsonObject()
            .put("address", "192.0.2.7:443")
            .put("subprotocol", "chat")
            .put("extensions", "permessage-deflate")
            .put("certificateNotAfter", "2027-03-01T12:00:00.000Z");
    openLive(TargetsMock.target("a"));
    row("a").findElement(By.className("name")).sendKeys(Keys.ENTER);
    mock.send("result", TargetsMock.success("a", 2, 0.0123).put("connection", connection));
    awaitShown("1 Mar 2027");
    String details = cell("a", ".details");
    for (String part : List.of("chat", "permessage-deflate", "192.0.2.7:443", "reply 12.3 ms")) {
      assertTrue(details.contains(part), details);
    }
    assertEquals(2, row("a").findElements(By.cssSelector(".runs li")).size());
    row("a").findElement(By.className("name")).sendKeys(Keys.ENTER);
    await("closed", () -> row("a").findElements(By.className("details")).isEmpty());
  }

  @Test
  @DisplayName("says that the server is lost, and goes on when it is there again")
  void restart() throws Exception {
    openLive(TargetsMock.target("a"));
    stopReadingByTheClock();
    mock.stop();
    awaitStatus("Lost");
    awaitShown("The live updates are lost since");
    browser.executeScript("dispatchEvent(new Event('online'))");
    awaitShown("The list of targets could not be read: the server cannot be reached.");
    mock.targets.set(0, TargetsMock.target("a").put("state", "down"));
    mock.targets.add(TargetsMock.target("b"));
    mock.start();
    awaitStatus("Live");
    await("what is new", () -> names().equals(List.of("a", "b")));
    assertEquals("down", cell("a", ".word"));
    assertEquals("", element("targets-notice").getText());
    mock.send("result", TargetsMock.success("b", 2, 0.0123));
    await("the last round trip", () -> cell("b", ".last").equals("12.3 ms"));
    mock.targets.add(TargetsMock.target("c"));
    browser.executeScript("dispatchEvent(new Event('online'))");
    await("what the network being back tells", () -> names().size() == 3);
  }

  @Test
  @DisplayName("tries again where the stream is refused, and shows meanwhile what it can read")
  void refused() throws Exception {
    mock = new TargetsMock(vertx);
    mock.refusing = true;
    mock.targets.add(TargetsMock.target("a"));
    mock.start();
    browser.get(mock.page() + "#targets");
    awaitStatus("Lost");
    await("rows", () -> names().equals(List.of("a")));
    mock.refusing = false;
    awaitStatus("Live");
  }

  @Test
  @DisplayName("rows come and go with the set of targets")
  void targets() throws Exception {
    openLive(TargetsMock.target("a"), TargetsMock.target("b"));
    stopReadingByTheClock();
    mock.targets.remove(0);
    mock.targets.add(TargetsMock.target("c"));
    mock.send("targets", new JsonObject());
    await("b and c", () -> names().equals(List.of("b", "c")));
    mock.targets.clear();
    mock.send("targets", new JsonObject());
    awaitShown("No targets are configured. Set client.targets");
  }

  @Test
  @DisplayName("shows 200 targets and their results, with charts for those in view alone")
  void many() throws Exception {
    JsonObject[] targets = new JsonObject[200];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = TargetsMock.target("target-" + i);
    }
    openLive(targets);
    for (int i = 0; i < targets.length; i++) {
      mock.send("result", TargetsMock.success("target-" + i, 2, 0.0123));
    }
    awaitLast("target-0");
    browser.executeScript("arguments[0].scrollIntoView()", row("target-199"));
    awaitLast("target-199");
    await("a chart in view", () -> charts() > 0);
    assertTrue(charts() < 50, charts() + " charts");
    mock.targets.clear();
    mock.send("targets", new JsonObject());
    await("no chart", () -> charts() == 0);
  }

  @Test
  @DisplayName("results are asked for of targets that come into view alone, and again after a gap")
  void histories() throws Exception {
    JsonObject[] targets = new JsonObject[200];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = TargetsMock.target("target-" + i);
    }
    openLive(targets);
    awaitChart("target-0", "1 run, 0 failed, from 2.00 ms to 2.00 ms");
    stopReadingByTheClock(); // with all timers, so what was under way has to be over
    assertTrue(mock.histories.size() < 100, mock.histories.size() + " of 200 were asked for");
    browser.executeScript("arguments[0].scrollIntoView()", row("target-199"));
    awaitChart("target-199", "1 run, 0 failed, from 2.00 ms to 2.00 ms");
    mock.stop();
    awaitStatus("Lost");
    mock.targets.get(199).getJsonArray("results").add(TargetsMock.success("target-199", 2, 0.0123));
    mock.start();
    awaitChart("target-199", "2 runs, 0 failed, from 2.00 ms to 12.3 ms");
  }

  private static void awaitChart(String name, String words) {
    String text = "return arguments[0].querySelector('.plot')?.ariaLabel";
    await(name, () -> words.equals(browser.executeScript(text, row(name))));
  }

  private static void awaitLast(String name) {
    String text = "return arguments[0].querySelector('.last .value').textContent";
    await(name, () -> "12.3 ms".equals(browser.executeScript(text, row(name))));
  }

  private static int charts() {
    return browser.findElements(By.cssSelector("#view-targets canvas")).size();
  }

  @Test
  @DisplayName("filters by name, label and state, and puts the worst first")
  void filterAndOrder() throws Exception {
    openLive(
        TargetsMock.target("a").put("labels", new JsonObject().put("team", "core")),
        TargetsMock.target("b").put("state", "failing"),
        TargetsMock.target("c").put("state", "down"));
    new Select(element("targets-order")).selectByValue("worst");
    await("worst first", () -> names().equals(List.of("c", "b", "a")));
    type("targets-filter", "team=CORE");
    await("by label", () -> names().equals(List.of("a")));
    assertEquals("1 of 3 targets", element("targets-shown").getText());
    type("targets-filter", "failing");
    await("by state", () -> names().equals(List.of("b")));
    type("targets-filter", "c");
    await("by name", () -> names().equals(List.of("c", "a")));
  }

  @Test
  @DisplayName("20 rows and more are seen at once at 1280 by 800")
  void dense() throws Exception {
    JsonObject[] targets = new JsonObject[30];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = TargetsMock.target("target-" + i).put("state", i % 2 == 0 ? "up" : "failing");
    }
    Dimension before = browser.manage().window().getSize();
    browser.manage().window().setSize(new Dimension(1280, 800 + chrome()));
    try {
      openLive(targets);
      await("rows in view", () -> inView() >= 20);
      row("target-" + (inView() - 1)).findElement(By.className("name")).sendKeys(Keys.ENTER);
      await("all of the last one, open", () -> below(".target:has(.details)") <= 0);
    } finally {
      browser.manage().window().setSize(before);
    }
  }

  /** What the window has above and below the page. */
  private static int chrome() {
    return ((Long) browser.executeScript("return outerHeight - innerHeight")).intValue();
  }

  /** Pixels of it below the edge of the list. */
  private static long below(String css) {
    String script =
        """
        const bottom = css => document.querySelector(css).getBoundingClientRect().bottom;
        return Math.floor(bottom(arguments[0]) - bottom('#targets-list'));
        """;
    return (Long) browser.executeScript(script, css);
  }

  private static long inView() {
    return (Long)
        browser.executeScript(
            """
            const end = document.getElementById('targets-list').getBoundingClientRect().bottom;
            return [...document.querySelectorAll('.target')]
                .filter(row => row.getBoundingClientRect().bottom <= end).length
            """);
  }

  @Test
  @DisplayName("a count chooses the targets of its state, by the keyboard as well")
  void counts() throws Exception {
    openLive(
        TargetsMock.target("a"),
        TargetsMock.target("b").put("state", "unstable"),
        TargetsMock.target("c").put("state", "down"));
    WebElement down = browser.findElement(By.cssSelector("[data-condition=down] button"));
    down.sendKeys(Keys.SPACE);
    await("those that are down", () -> names().equals(List.of("c")));
    browser.findElement(By.cssSelector("[data-condition=unstable] button")).click();
    await("and those that are unstable", () -> names().equals(List.of("b", "c")));
    down.sendKeys(Keys.SPACE);
    await("those alone", () -> names().equals(List.of("b")));
  }

  @Test
  @DisplayName("filter, window, order, group and states are in the page's address, and come back")
  void choice() throws Exception {
    openLive(zoned("a", "eu"), zoned("b", "us").put("state", "down"), zoned("c", "eu"));
    new Select(element("targets-order")).selectByValue("worst");
    new Select(element("targets-group")).selectByValue("zone");
    browser.findElement(By.xpath("//label[.='5 min']")).click();
    type("targets-filter", "zone=eu");
    await("filtered", () -> names().equals(List.of("a", "c")));
    browser.navigate().refresh();
    awaitStatus("Live");
    await("filtered still", () -> names().equals(List.of("a", "c")));
    assertEquals("worst", element("targets-order").getDomProperty("value"));
    assertEquals("zone", element("targets-group").getDomProperty("value"));
    assertEquals("4.00 ms", cell("a", ".p50"));
  }

  private static JsonObject zoned(String name, String zone) {
    return TargetsMock.target(name).put("labels", new JsonObject().put("zone", zone));
  }

  @Test
  @DisplayName("targets are grouped by a label, each group with its counts")
  void groups() throws Exception {
    openLive(zoned("a", "us"), zoned("b", "eu").put("state", "down"), TargetsMock.target("c"));
    new Select(element("targets-group")).selectByValue("zone");
    await("grouped", () -> names().equals(List.of("c", "b", "a")));
    assertEquals(
        List.of("without zone 1 up", "zone=eu 1 down", "zone=us 1 up"),
        browser.findElements(By.className("group")).stream().map(WebElement::getText).toList());
    type("targets-filter", "zone=us");
    await("one group", () -> names().equals(List.of("a")));
    assertTrue(browser.findElement(By.xpath("//tbody[contains(., 'zone=us')]")).isDisplayed());
    assertEquals(
        1,
        browser.findElements(By.className("group")).stream().filter(g -> g.isDisplayed()).count());
  }

  @Test
  @DisplayName("an empty result says what was looked for, and a button shows all again")
  void nothing() throws Exception {
    openLive(TargetsMock.target("a"), TargetsMock.target("b"));
    type("targets-filter", "nowhere");
    awaitShown("None of 2 targets has “nowhere”.");
    element("targets-all").click();
    await("all", () -> names().equals(List.of("a", "b")));
  }

  @Test
  @DisplayName("an unstable target says why, and an expanded row what the last check has found")
  void unstable() throws Exception {
    JsonObject finding =
        new JsonObject()
            .put("id", "idle-timeout")
            .put("severity", "problem")
            .put("sentence", "A WebSocket without data is cut after 60 s.");
    JsonObject check =
        new JsonObject()
            .put("time", "2026-01-01T11:00:00.000Z")
            .put("findings", new JsonArray().add(finding));
    openLive(
        TargetsMock.target("a")
            .put("state", "unstable")
            .put("unstable", "cut after 5.00 s of silence, 20 of 20 times")
            .put("check", check));
    assertEquals(
        "Unstable: cut after 5.00 s of silence, 20 of 20 times",
        row("a").findElement(By.className("failure")).getDomProperty("title"));
    row("a").findElement(By.className("name")).click();
    awaitShown("problem: A WebSocket without data is cut after 60 s.");
  }

  @Test
  @DisplayName("what a check of a target's path finds is shown as soon as it is told")
  void findings() throws Exception {
    openLive(TargetsMock.target("a"));
    row("a").findElement(By.className("name")).click();
    JsonObject finding =
        new JsonObject()
            .put("id", "message-limit")
            .put("severity", "problem")
            .put("sentence", "Messages of more than 10,000 bytes do not pass.");
    mock.send(
        "findings",
        new JsonObject()
            .put("target", "a")
            .put("time", "2026-01-01T11:00:00.000Z")
            .put("findings", new JsonArray().add(finding)));
    awaitShown("problem: Messages of more than 10,000 bytes do not pass.");
  }

  @Test
  @DisplayName("an expanded row draws the lifetimes, and leads to a check of its path")
  void lifetimes() throws Exception {
    JsonObject ended =
        new JsonObject()
            .put("ended", "2026-01-01T11:00:00.000Z")
            .put("lifetime", 61.0)
            .put("by", "cut");
    openLive(TargetsMock.target("a b").put("lifetimes", new JsonArray().add(ended).add(ended)));
    row("a b").findElement(By.className("name")).click();
    await("drawn", () -> row("a b").findElements(By.className("ended")).size() == 2);
    String link = row("a b").findElement(By.className("check-path")).getDomProperty("href");
    assertTrue(link.endsWith("#check?target=a+b"), link);
  }

  @Test
  @DisplayName("the tabs are used by the keyboard alone, and no stream is open but in this view")
  void keyboard() throws Exception {
    open("", TargetsMock.target("a"));
    awaitLog("Connecting to");
    assertEquals(0L, loaded("targets"));
    element("tab-try").sendKeys(Keys.END);
    awaitStatus("Live");
    assertEquals(element("tab-targets"), browser.switchTo().activeElement());
    assertEquals("true", element("tab-targets").getDomAttribute("aria-selected"));
    assertTrue(browser.getCurrentUrl().endsWith("#targets"));
    await("a stream", () -> mock.streams.size() == 1);
    element("tab-targets").sendKeys(Keys.HOME);
    await("no stream", () -> mock.streams.isEmpty());
    assertTrue(element("view-try").isDisplayed());
    browser.navigate().back();
    awaitStatus("Live");
  }

  private static Object loaded(String name) {
    String count = "return performance.getEntriesByType('resource').filter(({name}) =>";
    return browser.executeScript(count + " name.includes(arguments[0])).length", "page/" + name);
  }

  @Test
  @DisplayName("who checks the path of a target by the keyboard, and goes back, is where they were")
  void back() throws Exception {
    open("#targets/a", TargetsMock.target("a"));
    await("a is open", () -> !browser.findElements(By.className("check-path")).isEmpty());
    WebElement link = browser.findElement(By.className("check-path"));
    link.sendKeys(Keys.ENTER);
    await("the check", () -> browser.switchTo().activeElement().equals(element("view-check")));
    browser.navigate().back();
    await("the target", () -> browser.switchTo().activeElement().equals(link));
  }

  @Test
  @DisplayName("no style sheet of one view has a rule for what is in another")
  void styles() throws Exception {
    open("#targets/a", TargetsMock.target("a"));
    await("a is open", () -> !row("a").findElements(By.cssSelector(".details")).isEmpty());
    for (String there : List.of("check-form", "matrix-body", "panes")) {
      String view = there.equals("panes") ? "try" : there.substring(0, there.indexOf('-'));
      browser.executeScript("location.hash = arguments[0]", view);
      await(view, () -> !browser.findElements(By.id(there)).isEmpty());
    }
    Object astray =
        browser.executeScript(
            """
            const rules = list => [...list].flatMap(rule =>
                rule.selectorText || !rule.cssRules ? [rule] : rules(rule.cssRules));
            return [...document.styleSheets].flatMap(({ href, cssRules }) => {
              const [, view] = /page.(try|check|targets|matrix)./.exec(href) ?? [];
              return view ? rules(cssRules).map(rule => rule.selectorText ?? 'nothing')
                  .filter(selector => document.querySelector(
                      `.view:not(#view-${view}) :is(${selector.replace(/::[-a-z]+/g, '')})`))
                  .map(selector => `${href}: ${selector}`) : [];
            });
            """);
    assertEquals(List.of(), astray);
  }

  @Test
  @DisplayName("a page that is opened in this view connects when the other one is first shown")
  void connectsLater() throws Exception {
    openLive(TargetsMock.target("a"));
    assertEquals("0 rows", element("row-count").getDomProperty("textContent"));
    element("tab-try").click();
    awaitLog("Connecting to");
  }
}
