package io.wsgauge.check.step;

import io.vertx.core.Future;
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
import org.jspecify.annotations.Nullable;

/**
 * Opens once with all that can be offered, and asks the server what it saw: a wsgauge answers. Its
 * first exchange sets how long later ones are waited for.
 */
final class ViewStep implements Step<View> {
  static final String SUBPROTOCOL = "wsgauge.check";

  /** {@code socket.reply.text} by default. */
  static final String USUAL_REPLY = "hello, i am server";

  private static final String QUESTION = "what did you see?";

  @Override
  public String name() {
    return "view";
  }

  @Override
  public Duration budget(Path path) {
    return path.patience(8).multipliedBy(6L);
  }

  @Override
  public Future<View> run(Path path) {
    String query = "reply=info&id=" + Path.id();
    OpeningRequest bare = path.dialer().request().withQuery(query);
    return opened(path, query, offering(path, bare))
        .compose(
            view ->
                isToBeAskedAgain(view) ? opened(path, query, bare) : Future.succeededFuture(view))
        .compose(
            view -> {
              if (view.attempt().isUpgraded()) {
                return Future.succeededFuture(view);
              }
              // a foreign server may not want a query
              return opened(path, "", path.dialer().request())
                  .map(
                      plain ->
                          plain.attempt().isUpgraded()
                              ? plain.withRefusal(refusal(view.attempt()))
                              : view);
            })
        .compose(view -> isMute(view) ? refused(path, bare, view) : Future.succeededFuture(view))
        .compose(view -> isLeft(view) ? asPage(path, view) : Future.succeededFuture(view))
        .onSuccess(path::seen);
  }

  /** With all that a browser may send. */
  private static OpeningRequest offering(Path path, OpeningRequest bare) {
    OpeningRequest all =
        bare.withSubprotocols(List.of(SUBPROTOCOL))
            .withExtensions(OpeningRequest.DEFLATE)
            .withHeader("Cookie", "wsgauge=check");
    return bare.origin() == null ? all.withOrigin(path.dialer().sameOrigin()) : all;
  }

  /** Not taken, or broken by what was agreed on, or not by a foreign server. */
  private static boolean isToBeAskedAgain(View view) {
    return !view.attempt().isUpgraded()
        || (!view.isSeen() && (view.roundTripSeconds() == null || view.attempt().isOfWsgauge()));
  }

  private static boolean isMute(View view) {
    return !view.isSeen()
        && !view.query().isEmpty()
        && view.attempt().isUpgraded()
        && view.attempt().isOfWsgauge();
  }

  /** Who refuses the query is on the way where the server itself has not said why. */
  private static @Nullable Attempt refusal(Attempt attempt) {
    return attempt.isAnswered() && attempt.refusal() == null ? attempt : null;
  }

  /** Opened by something whose server may have refused what was asked of it. */
  private static boolean isLeft(View view) {
    return view.attempt().isUpgraded()
        && !view.attempt().isOfWsgauge()
        && view.roundTripSeconds() == null;
  }

  /** Asks for a page at the same place, of which a wsgauge says what it saw. */
  private static Future<View> asPage(Path path, View view) {
    return path.dialer()
        .open(path.dialer().request().withoutUpgrade(), path.patience(4))
        .map(plain -> view.withRefusal(plain.attempt().refusal() == null ? null : plain.attempt()));
  }

  /** Has the server refuse a handshake with a version that there is not, to say what it saw. */
  private static Future<View> refused(Path path, OpeningRequest bare, View view) {
    return path.openSurely(bare.withHeader("Sec-WebSocket-Version", "12"))
        .map(
            dialed ->
                view.withRefusal(dialed.attempt().refusal() == null ? null : dialed.attempt()));
  }

  private static Future<View> opened(Path path, String query, OpeningRequest request) {
    return path.openSurely(request)
        .compose(
            dialed ->
                dialed.socket() == null
                    ? Future.succeededFuture(View.unseen(dialed.attempt(), query, null))
                    : ask(path, query, dialed.attempt(), dialed.socket()));
  }

  private static Future<View> ask(Path path, String query, Attempt attempt, CheckSocket socket) {
    double asked = path.clock().now();
    socket.send(QUESTION);
    return socket
        .next(path.patience(4))
        .map(
            message -> {
              socket.close();
              String text = message == null ? "" : message.payload().toString();
              Double roundTrip = message == null ? null : message.at() - asked;
              View seen = PeerJson.read(text, info -> view(attempt, query, info, roundTrip));
              return seen == null
                  ? View.unseen(attempt, query, roundTrip).withUsual(text.equals(USUAL_REPLY))
                  : seen;
            });
  }

  private static View view(
      Attempt attempt, String query, JsonObject info, @Nullable Double roundTrip) {
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
        null,
        roundTrip,
        false);
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
