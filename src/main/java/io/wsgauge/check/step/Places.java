package io.wsgauge.check.step;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Places for WebSockets that are open, or are being opened, of which there are only so many. Event
 * loop only.
 */
final class Places {
  private final Queue<Promise<Void>> waiting = new ArrayDeque<>();
  private int room;
  private int taken;

  /**
   * @param room for so many at a time
   */
  Places(int room) {
    this.room = room;
  }

  /** There is room for so many from now on. */
  void room(int most) {
    room = most;
  }

  /** Takes a place as soon as there is one. */
  Future<Void> take() {
    if (taken < room) {
      taken++;
      return Future.succeededFuture();
    }
    Promise<Void> free = Promise.promise();
    waiting.add(free);
    return free.future();
  }

  /** Keeps the place of what has been opened until it ends. */
  void keep(Dialed dialed) {
    if (dialed.socket() == null) {
      giveBack();
    } else {
      dialed.socket().ending().onComplete(end -> giveBack());
    }
  }

  private void giveBack() {
    Promise<Void> next = waiting.poll();
    if (next == null) {
      taken--;
    } else {
      next.complete();
    }
  }
}
