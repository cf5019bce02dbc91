package io.wsgauge.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.util.Locale;

/** An HTTP response, as it came over the wire. */
public record Answer(String head, String body) {
  /** Reads the next one; its body is empty where it has none. */
  public static Answer read(RawClient client) {
    String head = client.readHead();
    boolean bodiless = head.startsWith("HTTP/1.1 101 ") || head.startsWith("HTTP/1.1 204 ");
    return new Answer(head, bodiless ? "" : client.readBody(head));
  }

  public static Answer to(RawClient client, String request) {
    client.sendText(request);
    return read(client);
  }

  /** Over a connection of its own. */
  public static Answer to(int port, String request) {
    try (RawClient client = RawClient.connect(port)) {
      return to(client, request);
    }
  }

  public int status() {
    return Integer.parseInt(head.split(" ", 3)[1]);
  }

  /** The problem that it is, as RFC 9457 has it. */
  public JsonObject problem() {
    assertTrue(hasHeader("Content-Type: application/problem+json"), head);
    JsonObject json = new JsonObject(body);
    assertEquals(status(), json.getInteger("status"));
    return json;
  }

  public String detail() {
    return problem().getString("detail");
  }

  public String rule() {
    return problem().getString("rule");
  }

  public boolean hasHeader(String line) {
    return head.toLowerCase(Locale.ROOT).contains("\r\n" + line.toLowerCase(Locale.ROOT) + "\r\n");
  }
}
