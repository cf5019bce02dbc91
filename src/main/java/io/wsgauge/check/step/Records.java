package io.wsgauge.check.step;

import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wsgauge.check.measurement.Attempt;
import io.wsgauge.check.measurement.Ending;
import io.wsgauge.check.measurement.Header;
import io.wsgauge.check.measurement.ServerRecord;
import io.wsgauge.check.measurement.ServerRecord.Traffic;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Asks a wsgauge for the record of a connection, by the key of its handshake or by the id in its
 * query, which finds it where something on the way opens WebSockets of its own.
 */
final class Records {
  /** Openings until one leads to the node that has the record. */
  private static final int TRIES = 6;

  private Records() {}

  /**
   * The record of a connection, which may still be open.
   *
   * @return null where the server keeps none, or did not say
   */
  static Future<@Nullable ServerRecord> of(Path path, Attempt attempt) {
    return path.obeys() && !attempt.key().isEmpty()
        ? ask(path, attempt, TRIES)
        : Future.succeededFuture(null);
  }

  private static Future<@Nullable ServerRecord> ask(Path path, Attempt attempt, int tries) {
    if (tries == 0) {
      return Future.succeededFuture(null);
    }
    OpeningRequest request = path.dialer().request().withQuery("reply=record");
    return path.openSurely(request)
        .compose(
            dialed -> {
              CheckSocket socket = dialed.socket();
              if (socket == null) {
                return Future.succeededFuture(null);
              }
              socket.send(id(attempt));
              return socket
                  .next(path.patience(4))
                  .compose(
                      message -> {
                        socket.close();
                        if (message == null) {
                          return Future.succeededFuture(null);
                        }
                        ServerRecord found = parse(path, message.payload().toString());
                        return found == null
                            ? ask(path, attempt, tries - 1)
                            : Future.succeededFuture(found);
                      });
            });
  }

  /** The id in the query where there is one, else the key. */
  private static String id(Attempt attempt) {
    String line = attempt.requestLine();
    int at = line.indexOf("id=");
    return at < 0 ? attempt.key() : line.substring(at + 3).split("[& ]", 2)[0];
  }

  private static @Nullable ServerRecord parse(Path path, String text) {
    JsonObject json;
    try {
      json = text.startsWith("{") ? new JsonObject(text) : new JsonObject();
    } catch (DecodeException e) {
      return null;
    }
    if (!json.containsKey("received") || !json.containsKey("sent")) {
      return null;
    }
    JsonObject ended = json.getJsonObject("ended");
    double age = json.getDouble("age", 0.0);
    return new ServerRecord(
        json.getString("node", ""),
        json.getLong("connection", 0L),
        json.getString("requestLine", ""),
        headers(json.getJsonArray("headers")),
        headers(json.getJsonArray("answer")),
        string(json.getJsonObject("negotiated"), "subprotocol"),
        string(json.getJsonObject("negotiated"), "extensions"),
        age,
        ended == null ? null : ending(ended, path.clock().now()),
        ended == null ? 0 : ended.getInteger("codeSent", 0),
        ended != null && ended.getBoolean("answered", false),
        traffic(json.getJsonObject("received")),
        traffic(json.getJsonObject("sent")),
        json.getLong("unsentBytes", 0L));
  }

  /** The server's clock is another one: the time of the end is that of its answer less its age. */
  private static Ending ending(JsonObject ended, double now) {
    return new Ending(
        now - ended.getDouble("ago", 0.0),
        word(Ending.By.class, ended.getString("by", "cut"), Ending.By.CUT),
        ended.getInteger("code", 0),
        ended.getString("reason", ""),
        word(Ending.How.class, ended.getString("how", ""), Ending.How.UNKNOWN));
  }

  private static <E extends Enum<E>> E word(Class<E> type, String word, E otherwise) {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().toLowerCase(Locale.ROOT).equals(word)) {
        return constant;
      }
    }
    return otherwise;
  }

  private static List<Header> headers(@Nullable JsonArray pairs) {
    return pairs == null ? List.of() : ViewStep.headers(pairs);
  }

  private static String string(@Nullable JsonObject json, String key) {
    String value = json == null ? null : json.getString(key);
    return value == null ? "" : value;
  }

  private static Traffic traffic(JsonObject json) {
    return new Traffic(
        json.getLong("messages", 0L),
        json.getLong("frames", 0L),
        json.getLong("bytes", 0L),
        json.getLong("pings", 0L),
        json.getLong("pongs", 0L),
        json.getLong("fragments", 0L),
        json.getLong("largest", 0L));
  }
}
