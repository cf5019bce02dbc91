package io.wsgauge.page;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A headless Firefox, where one is installed, spoken to by WebDriver BiDi itself: Debian has no
 * driver for it.
 */
final class Firefox implements AutoCloseable {
  private static final int SECONDS = 60;
  private static final String LISTENING = "WebDriver BiDi listening on ";

  /** Errors of scripts and of the content security policy, and what the page warns of. */
  final List<String> complaints = new CopyOnWriteArrayList<>();

  private final Process process;
  private final AtomicInteger id = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonObject>> waiting = new ConcurrentHashMap<>();
  private final WebSocket socket;
  private final String tab;

  private Firefox(Process process, String address) throws Exception {
    this.process = process;
    socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(URI.create(address + "/session"), new Answers())
            .get(SECONDS, TimeUnit.SECONDS);
    command("session.new", new JsonObject().put("capabilities", new JsonObject()));
    command("session.subscribe", new JsonObject().put("events", List.of("log.entryAdded")));
    // the window that it starts with never has the focus, without which keys press no button
    tab =
        command("browsingContext.create", new JsonObject().put("type", "window"))
            .getString("context");
  }

  private static Path executable() {
    return List.of("firefox-esr", "firefox").stream()
        .flatMap(name -> Browser.onPath(name).stream())
        .findFirst()
        .orElse(null);
  }

  /** Why there is none; null when there is one. */
  static String missing() {
    return executable() == null ? "no Firefox on the PATH" : null;
  }

  static Firefox start(Path profile) throws Exception {
    Files.writeString(
        profile.resolve("user.js"),
        """
        user_pref("browser.shell.checkDefaultBrowser", false);
        user_pref("datareporting.policy.dataSubmissionEnabled", false);
        user_pref("app.update.enabled", false);
        user_pref("network.captive-portal-service.enabled", false);
        user_pref("network.connectivity-service.enabled", false);
        user_pref("browser.safebrowsing.downloads.enabled", false);
        user_pref("extensions.update.enabled", false);
        """);
    Process process =
        new ProcessBuilder(
                String.valueOf(executable()),
                "--headless",
                "--no-remote",
                "--profile",
                profile.toString(),
                "--remote-debugging-port",
                "0")
            .redirectErrorStream(true)
            .start();
    try {
      return new Firefox(process, address(process));
    } catch (Exception e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static String address(Process process) throws IOException {
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = output.readLine();
    while (line != null && !line.startsWith(LISTENING)) {
      line = output.readLine();
    }
    if (line == null) {
      throw new IOException("Firefox did not start");
    }
    Thread drain =
        new Thread(
            () -> {
              try {
                output.transferTo(Writer.nullWriter());
              } catch (IOException e) {
                // it has ended
              }
            },
            "firefox-output");
    drain.setDaemon(true);
    drain.start();
    return line.substring(LISTENING.length());
  }

  private JsonObject command(String method, JsonObject parameters) throws Exception {
    int number = id.incrementAndGet();
    CompletableFuture<JsonObject> answer = new CompletableFuture<>();
    waiting.put(number, answer);
    JsonObject command =
        new JsonObject().put("id", number).put("method", method).put("params", parameters);
    socket.sendText(command.encode(), true).get(SECONDS, TimeUnit.SECONDS);
    JsonObject result = answer.get(SECONDS, TimeUnit.SECONDS);
    if ("error".equals(result.getString("type"))) {
      throw new AssertionError(method + ": " + result.encode());
    }
    return result.getJsonObject("result");
  }

  /** Opens a URL, and waits until it has loaded. */
  void open(String url) throws Exception {
    command(
        "browsingContext.navigate",
        new JsonObject().put("context", tab).put("url", url).put("wait", "complete"));
  }

  /**
   * What an expression says, or the promise that it is.
   *
   * @return a string, a number or a boolean; null for what is none of them
   */
  Object script(String expression) throws Exception {
    JsonObject evaluated =
        command(
            "script.evaluate",
            new JsonObject()
                .put("expression", expression)
                .put("target", new JsonObject().put("context", tab))
                .put("awaitPromise", true)
                .put("userActivation", true));
    if (!"success".equals(evaluated.getString("type"))) {
      throw new AssertionError(expression + ": " + evaluated.encode());
    }
    return evaluated.getJsonObject("result").getValue("value");
  }

  /** Presses keys, one after the other, where the focus is. */
  void press(String keys) throws Exception {
    JsonArray actions = new JsonArray();
    keys.chars()
        .mapToObj(Character::toString)
        .forEach(
            key ->
                actions
                    .add(new JsonObject().put("type", "keyDown").put("value", key))
                    .add(new JsonObject().put("type", "keyUp").put("value", key)));
    JsonObject keyboard =
        new JsonObject().put("type", "key").put("id", "keyboard").put("actions", actions);
    command(
        "input.performActions",
        new JsonObject().put("context", tab).put("actions", new JsonArray().add(keyboard)));
  }

  @Override
  public void close() {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    children.forEach(ProcessHandle::destroyForcibly);
  }

  private final class Answers implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        take(new JsonObject(text.toString()));
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    private void take(JsonObject answer) {
      CompletableFuture<JsonObject> asked =
          answer.containsKey("id") ? waiting.remove(answer.getInteger("id")) : null;
      if (asked != null) {
        asked.complete(answer);
      } else if ("log.entryAdded".equals(answer.getString("method"))) {
        JsonObject entry = answer.getJsonObject("params");
        if (List.of("error", "warn").contains(entry.getString("level"))) {
          complaints.add(entry.getString("text"));
        }
      }
    }
  }
}
