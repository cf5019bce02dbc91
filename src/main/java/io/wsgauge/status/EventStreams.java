package io.wsgauge.status;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** The open streams of results, of which there is a limited number. Thread-safe. */
final class EventStreams {
  static final int MAX = 100;

  private final List<EventStream> open = new CopyOnWriteArrayList<>();

  @GuardedBy("this")
  private boolean ended;

  /** Adds a stream; false when there is no room for it, or no more are accepted. */
  synchronized boolean add(EventStream subscriber) {
    return !ended && open.size() < MAX && open.add(subscriber);
  }

  void remove(EventStream subscriber) {
    open.remove(subscriber);
  }

  /** Ends all streams, and rejects further ones. */
  synchronized void end() {
    ended = true;
    open.forEach(EventStream::end);
  }

  /** Whether further streams are rejected because the server stops. */
  synchronized boolean ended() {
    return ended;
  }

  int size() {
    return open.size();
  }

  /**
   * Sends an event of a target to the streams that want it.
   *
   * @param data one line, made once for all streams, and only if there is a stream
   */
  void publish(String target, String event, Supplier<Buffer> data) {
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

  /** Sends the event {@code targets} to all streams, once for many changes at a time. */
  void targetsChanged() {
    open.forEach(EventStream::targetsChanged);
  }

  /**
   * One event in the format of server-sent events.
   *
   * @param data one line
   */
  static Buffer encode(String event, Buffer data) {
    return Buffer.buffer("event: " + event + "\ndata: ").appendBuffer(data).appendString("\n\n");
  }
}
