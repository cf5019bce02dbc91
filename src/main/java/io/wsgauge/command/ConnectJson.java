package io.wsgauge.command;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.wsgauge.command.ConnectEvent.Close;
import io.wsgauge.command.ConnectEvent.Ended;
import io.wsgauge.command.ConnectEvent.FrameType;
import io.wsgauge.command.ConnectEvent.Frames;
import io.wsgauge.command.ConnectEvent.Opened;
import io.wsgauge.command.ConnectEvent.Retry;
import io.wsgauge.command.ConnectEvent.Unopened;
import io.wsgauge.probe.CloseReason;
import io.wsgauge.probe.Handshake;
import io.wsgauge.probe.Outcome.Failed;
import io.wsgauge.text.HostPort;
import io.wsgauge.text.Instants;
import io.wsgauge.text.Payloads;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Events, and what is to be sent, as JSON: an object each. */
final class ConnectJson {
  private ConnectJson() {}

  /**
   * Reads what is to be sent.
   *
   * @throws IllegalArgumentException with the rule that the line breaks
   */
  static Outgoing parse(String line) {
    try {
      JsonObject json = new JsonObject(line);
      json.getMap().values().removeIf(Objects::isNull); // which is as good as nothing
      return switch (json.getString("type", "")) {
        case "text" -> new Outgoing.Message(true, message(json));
        case "binary" -> new Outgoing.Message(false, message(json));
        case "ping" -> new Outgoing.Ping(payload(json));
        case "close" ->
            new Outgoing.Close(
                new CloseReason(
                    json.getInteger("code", 1000),
                    encodable("reason", json.getString("reason", ""))));
        default -> throw new IllegalArgumentException("type must be text, binary, ping or close");
      };
    } catch (DecodeException | ClassCastException e) {
      throw new IllegalArgumentException(
          "must be JSON, such as {\"type\": \"text\", \"data\": \"hi\"}", e);
    }
  }

  /** Whoever names it otherwise is told so, and does not send an empty one. */
  private static Buffer message(JsonObject json) {
    if (!json.containsKey("data") && !json.containsKey("base64")) {
      throw new IllegalArgumentException("a message needs data, or base64");
    }
    return payload(json);
  }

  private static Buffer payload(JsonObject json) {
    if (json.containsKey("base64")) {
      byte[] bytes = ConnectFormat.base64(json.getString("base64"));
      if (json.getString("type").equals("text") && !ConnectFormat.isUtf8(bytes)) {
        throw new IllegalArgumentException("a text must be UTF-8");
      }
      return Buffer.buffer(bytes);
    }
    if (!(json.getValue("data", "") instanceof String data)) {
      throw new IllegalArgumentException("data must be a string");
    }
    return Buffer.buffer(encodable("data", data));
  }

  private static String encodable(String name, String text) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new IllegalArgumentException(name + " has half of a surrogate pair, which is no UTF-8");
    }
    return text;
  }

  /**
   * @param verbose adds the handshake
   * @return null for what is none of the conversation
   */
  static @Nullable JsonObject of(ConnectEvent event, boolean verbose) {
    if (event instanceof Opened opened) {
      JsonObject json =
          at(opened.time(), "open")
              .put("address", HostPort.of(opened.info().address()))
              .put("status", opened.info().status())
              .put("subprotocol", opened.info().subprotocol())
              .put("extensions", opened.info().extensions());
      return verbose ? with(json, opened.handshake()) : json;
    }
    if (event instanceof Frames frames) {
      return frames(frames);
    }
    if (event instanceof Close close) {
      return at(close.time(), "close")
          .put("direction", direction(close.sent()))
          .put("code", close.code())
          .put("reason", close.reason());
    }
    if (event instanceof Ended ended) {
      JsonObject json =
          at(ended.end().endedAt(), "end")
              .put("by", ended.end().by().label())
              .put("code", ended.end().code() == 0 ? 1006 : ended.end().code())
              .put("lifetime", ended.end().duration().toNanos() / 1e9);
      return ended.why() == null ? json : with(json, ended.why());
    }
    if (event instanceof Unopened unopened) {
      JsonObject json = with(at(unopened.time(), "failed"), unopened.why());
      return verbose ? with(json, unopened.handshake()) : json;
    }
    return event instanceof Retry retry
        ? new JsonObject().put("type", "retry").put("delay", retry.delay().toNanos() / 1e9)
        : null;
  }

  private static JsonObject frames(Frames frames) {
    byte[] bytes = frames.payload().getBytes();
    JsonObject json =
        at(frames.time(), frames.type().label())
            .put("direction", direction(frames.sent()))
            .put("size", bytes.length);
    return frames.type() == FrameType.TEXT
            || (frames.type() != FrameType.BINARY && ConnectFormat.isUtf8(bytes))
        ? json.put("data", new String(bytes, StandardCharsets.UTF_8))
        : json.put("base64", Base64.getEncoder().encodeToString(bytes));
  }

  private static JsonObject at(Instant time, String type) {
    return new JsonObject().put("time", Instants.format(time)).put("type", type);
  }

  private static String direction(boolean sent) {
    return sent ? "out" : "in";
  }

  /** As {@code /api} has it. */
  private static JsonObject with(JsonObject json, Failed why) {
    json.put("reason", why.reason().label())
        .put("phase", why.phase().label())
        .put("text", why.reason().text())
        .put("detail", why.detail());
    return why.status() == 0 ? json : json.put("status", why.status());
  }

  private static JsonObject with(JsonObject json, Handshake handshake) {
    return json.put("request", handshake.request()).put("response", handshake.response());
  }

  /** The same JSON with everything escaped that a terminal would obey. */
  static String visible(String json) {
    StringBuilder escaped = new StringBuilder(json.length());
    json.codePoints()
        .forEach(
            codePoint -> {
              String shown = Character.toString(codePoint);
              if (Payloads.visible(shown).equals(shown)) {
                escaped.append(shown);
              } else {
                shown.chars().forEach(c -> escaped.append(String.format("\\u%04x", c)));
              }
            });
    return escaped.toString();
  }
}
