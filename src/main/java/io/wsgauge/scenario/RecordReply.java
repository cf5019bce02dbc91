package io.wsgauge.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;
import io.wsgauge.socket.ConnectionRecord;
import io.wsgauge.socket.ConnectionRecords;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Answers each message that is the key or the id of a connection with the record of that, at once
 * or, after {@code watch}, when it has ended. One message at a time: the next is not read before it
 * is answered, or watched.
 */
final class RecordReply implements Action {
  private static final String WATCH = "watch ";

  /** Sends a reply of the same type as the message. */
  interface Sender {
    void send(ActionContext stage, boolean text, JsonObject reply);
  }

  /** A WebSocket is known a moment after its 101, behind which its client may ask at once. */
  private static final Duration GRACE = Duration.ofMillis(100);

  private final ConnectionRecords records;
  private final RecordJson json;
  private final Sender sender;

  /** Who watches; one alone, so that a connection that is watched twice is told once. */
  private Consumer<Optional<ConnectionRecord>> watcher = known -> {};

  RecordReply(ConnectionRecords records, RecordJson json, Sender sender) {
    this.records = records;
    this.json = json;
    this.sender = sender;
  }

  @Override
  public void opened(ActionContext stage) {
    watcher = known -> stage.connection().execute(() -> send(stage, true, known));
  }

  @Override
  public void received(ActionContext stage, Message message) {
    String asked = message.payload().toString(UTF_8).strip();
    boolean watches = asked.startsWith(WATCH);
    String name = watches ? asked.substring(WATCH.length()).strip() : asked;
    if (watches && records.watch(name, watcher)) {
      return;
    }
    stage.hold();
    records.find(
        name,
        known ->
            stage
                .connection()
                .execute(
                    () -> {
                      // one that has become known meanwhile is still to be watched
                      boolean early =
                          known.isEmpty() || (watches && known.get().facts().ending() == null);
                      if (early) {
                        stage
                            .connection()
                            .after(GRACE, () -> again(stage, message.text(), watches, name));
                      } else {
                        answer(stage, message.text(), known);
                      }
                    }));
  }

  private void again(ActionContext stage, boolean text, boolean watches, String name) {
    if (watches && records.watch(name, watcher)) {
      stage.release();
      return;
    }
    records.find(name, known -> stage.connection().execute(() -> answer(stage, text, known)));
  }

  private void answer(ActionContext stage, boolean text, Optional<ConnectionRecord> known) {
    send(stage, text, known);
    stage.release();
  }

  @Override
  public void ended() {
    records.unwatch(watcher);
  }

  private void send(ActionContext stage, boolean text, Optional<ConnectionRecord> known) {
    sender.send(stage, text, known.map(json::of).orElseGet(json::unknown));
  }
}
