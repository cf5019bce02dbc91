package io.wsgauge.check.step;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wsgauge.check.measurement.Attempt;
import io.wsgauge.check.measurement.Ending;
import io.wsgauge.check.measurement.Header;
import io.wsgauge.check.measurement.ServerRecord;
import io.wsgauge.check.measurement.ServerRecord.Traffic;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Asks a wsgauge for the record of a connection, by the key of its handshake or by the id in its
 * query, which finds it where something on the way opens WebSockets of its own.
 */
final class Records {
  /** Openings until one leads to the node that has the record. */
  private static final int TRIES = 6;

  /** As {@link Path#id} makes them, so that a parameter of the URL itself is none. */
  private static final Pattern ID = Pattern.compile("[?&]id=([0-9a-f-]{36})(?=[& ])");

  /** Looks at a record while it does not tell of the end. */
  private static final int LOOKS = 5;

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(150);

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

  /** The same, looked for until it tells of the connection's end, or some time has passed. */
  static Future<@Nullable ServerRecord> ofEnded(Path path, Attempt attempt) {
    return ofEnded(path, attempt, LOOKS);
  }

  private static Future<@Nullable ServerRecord> ofEnded(Path path, Attempt attempt, int left) {
    return of(path, attempt)
        .compose(
            record ->
                record == null || record.ending() != null || left == 1
                    ? Future.succeededFuture(record)
                    : path.after(BETWEEN_LOOKS).compose(v -> ofEnded(path, attempt, left - 1)));
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
                        ServerRecord found =
                            PeerJson.read(
                                message.payload().toString(), json -> record(attempt, json));
                        return found == null
                            ? ask(path, attempt, tries - 1)
                            : Future.succeededFuture(found);
                      });
            });
  }

  /** The id in the query where there is one, else the key. */
  private static String id(Attempt attempt) {
    Matcher id = ID.matcher(attempt.requestLine());
    return id.find() ? id.group(1) : attempt.key();
  }

  private static @Nullable ServerRecord record(Attempt attempt, JsonObject json) {
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
        ended == null ? null : ending(ended, openedAt(attempt) + age),
        ended == null ? 0 : code(ended.getJsonObject("sent")),
        ended != null && ended.getBoolean("answered", false),
        traffic(json.getJsonObject("received")),
        traffic(json.getJsonObject("sent")),
        json.getLong("unsentBytes", 0L));
  }

  /** When the WebSocket was open, as this end saw it. */
  private static double openedAt(Attempt attempt) {
    Double answer = attempt.answerSeconds();
    Double connect = attempt.connectSeconds();
    Double tls = attempt.tlsSeconds();
    return attempt.openedAt()
        + (connect == null ? 0 : connect)
        + (tls == null ? 0 : tls)
        + (answer == null ? 0 : answer);
  }

  private static int code(@Nullable JsonObject frame) {
    return frame == null ? 0 : frame.getInteger("code", 0);
  }

  /** The server's clock is another one: the time of the end is that of the opening and the age. */
  private static Ending ending(JsonObject ended, double at) {
    JsonObject close = ended.getJsonObject("received");
    return new Ending(
        at,
        by(ended.getString("by", "")),
        code(close),
        close == null ? "" : String.valueOf(close.getString("reason", "")),
        how(ended.getString("how", "")));
  }

  /** As the server says it: the peer is this end. */
  private static Ending.By by(String word) {
    return switch (word) {
      case "peer" -> Ending.By.PEER;
      case "server" -> Ending.By.SELF;
      default -> Ending.By.CUT;
    };
  }

  private static Ending.How how(String word) {
    return switch (word) {
      case "rst" -> Ending.How.RESET;
      case "timeout" -> Ending.How.TIMEOUT;
      case "fin", "close" -> Ending.How.FIN;
      default -> Ending.How.UNKNOWN;
    };
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
