package io.wsgauge.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Vertx;
import io.wsgauge.TestService;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What people do with the page, in Firefox. */
class PageFirefoxIT {
  private static final String ENTER = "\uE007";
  private static final String TAB = "\uE004";
  private static final int SECONDS = 60;

  @TempDir(cleanup = CleanupMode.NEVER) // the browser still writes while it ends
  static Path profile;

  private static Firefox firefox;
  private static Vertx vertx;
  private TestService service;

  @BeforeAll
  static void start() throws Exception {
    if (Firefox.missing() == null) {
      firefox = Firefox.start(profile);
      vertx = Vertx.vertx();
    } else if (Browser.required()) {
      throw new AssertionError(Firefox.missing());
    }
  }

  @BeforeEach
  void skipWithoutFirefox() {
    Assumptions.assumeTrue(firefox != null, Firefox.missing());
  }

  @AfterAll
  static void stop() throws Exception {
    if (firefox != null) {
      firefox.close();
      vertx.close().await(20, TimeUnit.SECONDS);
    }
  }

  @AfterEach
  void stopService() throws Exception {
    if (service != null) {
      firefox.open("about:blank");
      service.stop();
      List<String> complaints =
          firefox.complaints.stream()
              // the browser's own word on a connection that ends, as a test wants it to
              .filter(text -> !text.contains("ws://") && !text.contains("EventSource"))
              .toList();
      firefox.complaints.clear();
      assertEquals(List.of(), complaints);
    }
  }

  private void open(String config, String hash) throws Exception {
    service = TestService.start(vertx, config);
    firefox.open(service.page() + hash);
  }

  /** The condition is asked for in the page, each tenth of a second. */
  private static void await(String condition) throws Exception {
    Object held =
        firefox.script(
            """
            new Promise(resolve => {
              const until = Date.now() + %d;
              const ask = () => {
                let holds = false;
                try { holds = Boolean(%s); } catch {}
                if (holds || Date.now() > until) resolve(holds);
                else setTimeout(ask, 100);
              };
              ask();
            })"""
                .formatted((SECONDS - 10) * 1000, condition));
    assertEquals(true, held, () -> condition + "\n" + shown());
  }

  private static Object shown() {
    try {
      return firefox.script("document.body.innerText");
    } catch (Exception e) {
      return e;
    }
  }

  private static void awaitStatus(String status) throws Exception {
    await("document.getElementById('status').textContent === '" + status + "'");
  }

  private static void awaitText(String id, String text) throws Exception {
    await("document.getElementById('" + id + "').textContent.includes('" + text + "')");
  }

  private static void focus(String id) throws Exception {
    firefox.script("document.getElementById('" + id + "').focus()");
  }

  @Test
  @DisplayName("Firefox connects, sends, gets the reply and sees both ends")
  void exchange() throws Exception {
    open("{\"socket\": {\"reply\": {\"mode\": \"echo\"}}}", "");
    awaitStatus("Open");
    focus("message");
    firefox.press("hello from Firefox" + ENTER);
    awaitText("panes", "hello from Firefox");
    await("document.querySelectorAll('.rows [data-direction=received]').length === 2");
    firefox.script("document.querySelector('[data-panel=ends][aria-expanded=false]')?.click()");
    awaitText("lane", "Both ends of this connection");
  }

  @Test
  @DisplayName("Firefox says why a connection has ended that nobody wanted to end")
  void verdict() throws Exception {
    service = TestService.start(vertx, "{}");
    firefox.open("http://127.0.0.1:" + IdleCut.start(vertx, service.port(), 1500) + "/");
    awaitText("end-verdict", "something between them did");
    await("document.getElementById('end-check').href.includes('#check?url=ws')");
  }

  @Test
  @DisplayName("Firefox shows the targets live, draws them and opens one by the keyboard")
  void targets() throws Exception {
    open(
        "{\"client\": {\"targets\": [{\"name\": \"me\", \"url\": \"self\", \"interval\": \"1s\"}]}}",
        "#targets");
    awaitStatus("Live");
    await("document.querySelectorAll('.target canvas').length === 1");
    await("/\\d/.test(document.querySelector('.target .last .value').textContent)");
    firefox.script("document.getElementById('targets-list').focus()");
    firefox.press(TAB + ENTER);
    await("document.querySelectorAll('.target .runs li').length >= 2");
    firefox.press(" ");
    await("document.querySelectorAll('.target .runs').length === 0");
  }

  @Test
  @DisplayName("Firefox checks the path to the page's server, and joins what it sees itself")
  void check() throws Exception {
    open("{}", "#check");
    awaitStatus("Ready");
    firefox.script("document.getElementById('check-horizon').value = ''");
    focus("check-url");
    firefox.press(ENTER);
    awaitStatus("Done");
    awaitText("check-report", "It opens in this browser as well");
    await("document.querySelector('.verdict').dataset.verdict === 'fine'");
  }
}
