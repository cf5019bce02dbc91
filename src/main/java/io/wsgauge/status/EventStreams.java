package io.wsgauge.status;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** The open streams of results, of which there is a limited number. Any thread. */
final class EventStreams {
  static final int MAX = 100;

  private final List<EventStream> open = new CopyOnWriteArrayList<>();
  private boolean ended;

  /** Whether there is room for it. */
  synchronized boolean add(EventStream subscriber) {
    return !ended && open.size() < MAX && open.add(subscriber);
  }

  void remove(EventStream subscriber) {
    open.remove(subscriber);
  }

  /** Ends all there are, and lets no more in. */
  synchronized void end() {
    ended = true;
    open.forEach(EventStream::end);
  }

  /** Whether no more are let in because the server stops. */
  synchronized boolean ended() {
    return ended;
  }

  int size() {
    return open.size();
  }

  /**
   * Sends an event to those who want to hear of the target.
   *
   * @param data asked for once, where there is anybody
   */
  void publish(String target, String event, Supplier<JsonObject> data) {
    Buffer encoded = null;
    for (EventStream subscriber : open) {
      if (subscriber.wants(target)) {
        if (encoded == null) {
          encoded = encode(event, data.get());
        }
        subscriber.send(encoded);
      }
    }
  }

  /** Tells all of them, once for many changes at a time. */
  void targetsChanged() {
    open.forEach(EventStream::targetsChanged);
  }

  /** One event as text/event-stream has it. */
  static Buffer encode(String event, JsonObject data) {
    return Buffer.buffer("event: " + event + "\ndata: " + data.encode() + "\n\n");
  }
}
