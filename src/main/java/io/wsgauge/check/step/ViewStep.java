package io.wsgauge.check.step;

import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wsgauge.check.measurement.Attempt;
import io.wsgauge.check.measurement.Header;
import io.wsgauge.check.measurement.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Opens once with all that can be offered, and asks the server what it saw: a wsgauge answers. Its
 * first exchange sets how long later ones are waited for.
 */
final class ViewStep implements Step<View> {
  static final String SUBPROTOCOL = "wsgauge.check";
  private static final String QUESTION = "what did you see?";

  @Override
  public String name() {
    return "view";
  }

  @Override
  public Duration budget(Path path) {
    return path.patience(8).multipliedBy(3L);
  }

  @Override
  public Future<View> run(Path path) {
    String query = "reply=info&id=" + UUID.randomUUID();
    OpeningRequest request =
        path.dialer()
            .request()
            .withQuery(query)
            .withSubprotocols(List.of(SUBPROTOCOL))
            .withExtensions(OpeningRequest.DEFLATE);
    return path.openSurely(request)
        .compose(
            dialed -> {
              if (dialed.socket() == null) {
                // a foreign server may not know the subprotocol, or not want a query
                return again(path, path.dialer().request(), "", dialed.attempt());
              }
              CheckSocket socket = dialed.socket();
              return ask(path, query, dialed.attempt(), socket)
                  .compose(
                      view ->
                          socket.violation().isEmpty()
                              ? Future.succeededFuture(view)
                              // what was agreed on may break its messages
                              : again(
                                  path,
                                  path.dialer().request().withQuery(query),
                                  query,
                                  dialed.attempt()));
            })
        .onSuccess(path::seen);
  }

  private static Future<View> again(
      Path path, OpeningRequest request, String query, Attempt first) {
    return path.openSurely(request)
        .compose(
            second ->
                second.socket() == null
                    ? Future.succeededFuture(view(first, query, null, null))
                    : ask(path, query, second.attempt(), second.socket()));
  }

  private static Future<View> ask(Path path, String query, Attempt attempt, CheckSocket socket) {
    double asked = path.clock().now();
    socket.send(QUESTION);
    return socket
        .next(path.patience(4))
        .map(
            message -> {
              socket.close();
              JsonObject info = message == null ? null : info(message.payload().toString());
              Double roundTrip = message == null ? null : message.at() - asked;
              return view(attempt, query, info, roundTrip);
            });
  }

  private static @Nullable JsonObject info(String text) {
    try {
      JsonObject json = text.startsWith("{") ? new JsonObject(text) : new JsonObject();
      return json.containsKey("requestLine") && json.containsKey("headers") ? json : null;
    } catch (DecodeException e) {
      return null; // of somebody else
    }
  }

  private static View view(
      Attempt attempt, String query, @Nullable JsonObject info, @Nullable Double roundTrip) {
    if (info == null) {
      return new View(
          attempt, query, null, null, List.of(), Map.of(), Map.of(), Map.of(), "", roundTrip);
    }
    String[] line = info.getString("requestLine").split(" ", 3);
    return new View(
        attempt,
        query,
        line.length > 1 ? line[1] : "",
        info.getString("httpVersion", ""),
        headers(info.getJsonArray("headers")),
        strings(info.getJsonObject("offered", new JsonObject())),
        strings(info.getJsonObject("negotiated", new JsonObject())),
        numbers(info.getJsonObject("limits", new JsonObject())),
        info.getString("node", ""),
        roundTrip);
  }

  static List<Header> headers(JsonArray pairs) {
    List<Header> headers = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      JsonArray pair = pairs.getJsonArray(i);
      headers.add(new Header(pair.getString(0), pair.getString(1)));
    }
    return headers;
  }

  private static Map<String, String> strings(JsonObject json) {
    Map<String, String> strings = new LinkedHashMap<>();
    for (Map.Entry<String, Object> entry : json) {
      Object value = entry.getValue();
      if (value instanceof JsonArray list) {
        List<String> words = list.stream().map(String::valueOf).toList();
        strings.put(entry.getKey(), String.join(", ", words));
      } else {
        strings.put(entry.getKey(), value == null ? "" : String.valueOf(value));
      }
    }
    return strings;
  }

  /** Limits by their keys, of which those of WebSockets need not name their section. */
  private static Map<String, Long> numbers(JsonObject json) {
    Map<String, Long> numbers = new LinkedHashMap<>();
    for (Map.Entry<String, Object> entry : json) {
      if (entry.getValue() instanceof Number number) {
        numbers.put(entry.getKey().replaceFirst("^socket\\.", ""), number.longValue());
      }
    }
    return numbers;
  }
}
