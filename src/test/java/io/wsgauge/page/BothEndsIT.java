package io.wsgauge.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsgauge.TestService;
import io.wsgauge.testing.RawServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;

/** What the console shows of the other end of a connection. */
class BothEndsIT extends ConsoleCase {
  private static final String ECHO = "{\"socket\": {\"reply\": {\"mode\": \"echo\"}}}";

  @Test
  @DisplayName("tells live what the server saw, and how the clocks differ")
  void live() throws Exception {
    openConnected(ECHO);
    openPanel("ends");
    awaitText("lane", "The 1 message sent by the page came to the server.");
    element("message").sendKeys("one more", Keys.ENTER);
    awaitText("lane", "All 2 messages sent by the page came to the server.");
    awaitText("lane", "received text, ");
    awaitText("lane", "compressed, final");
    awaitText("lane", "clock");
  }

  @Test
  @DisplayName("what the server did can be read on while more comes")
  void reading() throws Exception {
    openConnected(ECHO);
    openPanel("ends");
    awaitText("lane", "The 1 message sent by the page came to the server.");
    browser.executeScript("document.querySelector('.lane-events').focus()");
    browser.executeScript("document.getElementById('repeat-run').click()");
    awaitText("lane", "All 2 messages sent by the page came to the server.");
    assertEquals("lane-events", browser.switchTo().activeElement().getDomAttribute("class"));
  }

  @Test
  @DisplayName("tells that messages were split into fragments")
  void fragments() throws Exception {
    openConnected(ECHO);
    openPanel("ends");
    type("address", service.socket() + "?reply=echo&fragment=3");
    pressAlt("c");
    awaitStatus("Closed");
    pressAlt("c");
    awaitText("lane", "Split: the server sent 3 fragments among 1 message.");
    awaitText("lane", "more follows");
    awaitText("lane", "sent continuation, ");
  }

  @Test
  @DisplayName("tells how the server saw the end")
  void end() throws Exception {
    openConnected(ECHO);
    openPanel("ends");
    awaitText("lane", "The 1 message");
    pressAlt("c");
    awaitText("lane", "by the client, or what stands in for it, with a close frame");
    awaitText("lane", "The server received close 1000.");
  }

  @Test
  @DisplayName(
      "an end that nobody asked for is judged by what the server remembers, and leads to a check")
  void cut() throws Exception {
    service = TestService.start(vertx, ECHO);
    browser.get("http://127.0.0.1:" + IdleCut.start(vertx, service.port(), 1500) + "/");
    awaitLog("Received message:");
    awaitText("end-verdict", "and did not make it: something between them did.");
    String link = element("end-check").getDomProperty("href");
    assertTrue(link.contains("#check?url=ws%3A%2F%2F127.0.0.1"), link);
  }

  @Test
  @DisplayName("where the server remembers no connection, its lane is absent, and none is named")
  void noRecords() throws Exception {
    openConnected("{\"scenario\": {\"records\": 0}}");
    openPanel("ends");
    element("message").sendKeys("hello", Keys.ENTER);
    awaitText("log", "hello");
    assertFalse(element("lane").isDisplayed());
    assertFalse(log().contains("id="), log());
  }

  @Test
  @DisplayName("an end that the server made is told as one, until the page connects again")
  void madeByServer() throws Exception {
    openConnected(ECHO);
    type("address", service.socket() + "?reply=echo&dropAfter=300ms");
    pressAlt("c");
    awaitStatus("Closed");
    pressAlt("c");
    awaitText("end-verdict", "the server has ended it itself, without a close frame.");
    type("address", service.socket().toString());
    pressAlt("c");
    awaitStatus("Open");
    assertFalse(element("end-verdict").isDisplayed());
  }

  /** What is said when both ends have seen this much, without ever having been connected. */
  private static String compared(String page, String record) {
    return String.valueOf(
        browser.executeAsyncScript(
            """
            const done = arguments[2];
            const flow = { messages: 2, bytes: 10, frames: 2, fragments: 0, wireBytes: 14, lastAge: 1 };
            const [page, record] = [arguments[0], arguments[1]].map(text => JSON.parse(text));
            import(new URL('page/try/ends/compare.js', location.href)).then(({ compare }) => done(compare(
                { sent: { ...flow, ...page }, received: flow, age: 9, closed: false },
                { received: { ...flow, ...record }, sent: flow, age: 9, ended: record.ended, unsentBytes: record.unsentBytes ?? 0 },
            ).map(({ kind, text }) => `${kind}: ${text}`).join('\\n')), done);
            """,
            page,
            record));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | {} | good: All 2 messages sent by the page came to the server.",
        "{\"messages\": 3} | {\"bytes\": 7} | bad: 1 message sent by the page not there after 8.00 s",
        "{\"messages\": 3, \"lastAge\": 8.9} | {\"bytes\": 7} | note: 1 message sent by the page still on the way",
        "{\"messages\": 3} | {\"bytes\": 7, \"ended\": {\"by\": \"none\", \"how\": \"fin\"}} | bad: Lost: 1 message",
        "{} | {\"messages\": 1, \"frames\": 1} | bad: Merged: 2 messages sent by the page came as 1",
        "{} | {\"messages\": 3} | bad: 1 message more came to the server",
        "{} | {\"bytes\": 11} | bad: Changed on the way: 10 B sent by the page, 11 B came.",
        "{} | {\"lastAge\": 4} | bad: Delayed: the latest took about 3.00 s",
        "{} | {\"wireBytes\": 6} | note: Compressed: 10 B received by the server took 6 B",
        "{} | {\"unsentBytes\": 5} | bad: Stall: about 5 B wait in the server"
      })
  @DisplayName("tells what was lost, delayed, merged, split, changed, compressed or stalled")
  void compares(String page, String record, String finding) throws Exception {
    open("{}");
    String said = compared(page, record);
    assertTrue(said.contains(finding), said);
  }

  @Test
  @DisplayName("of another server there is nothing")
  void another() throws Exception {
    openConnected(ECHO);
    openPanel("ends");
    awaitText("lane", "The 1 message");
    try (RawServer server =
        RawServer.start(
            peer -> {
              peer.upgrade();
              peer.awaitEnd();
            })) {
      connectTo(server);
      await("no lane", "document.getElementById('lane').hidden");
      assertFalse(element("lane").isDisplayed());
    }
  }
}
