package io.wsgauge.command;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.wsgauge.probe.OpenWebSocket;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Pings over a WebSocket whatever else passes, so that nothing on the way finds it idle in either
 * direction, and cuts it where nothing at all comes between two pings: a peer that has vanished.
 * Event loop only.
 */
final class KeepOpen {
  /** What the pings hold, and so their pongs. */
  static final Buffer PAYLOAD = Buffer.buffer("keep open");

  private final Vertx vertx;
  private final OpenWebSocket socket;
  private final BooleanSupplier listening;
  private final Runnable onPing;
  private final long timer;

  /** Whether anything has come since the latest ping. */
  private boolean heard = true;

  private boolean lost;

  /**
   * @param interval between two pings, and before the first
   * @param listening whether what comes is read now; silence is else no sign of the peer
   * @param onPing called before each
   */
  KeepOpen(
      Vertx vertx,
      OpenWebSocket socket,
      Duration interval,
      BooleanSupplier listening,
      Runnable onPing) {
    this.vertx = vertx;
    this.socket = socket;
    this.listening = listening;
    this.onPing = onPing;
    this.timer = vertx.setPeriodic(interval.toMillis(), id -> due());
  }

  /** Something has come. */
  void heard() {
    heard = true;
  }

  /** Whether the peer has vanished. */
  boolean hasLost() {
    return lost;
  }

  /** Pings no more. */
  void end() {
    vertx.cancelTimer(timer);
  }

  private void due() {
    if (heard || !listening.getAsBoolean()) {
      heard = false;
      onPing.run();
      socket.ping(PAYLOAD).otherwiseEmpty(); // a connection that ends meanwhile is told as that
    } else {
      lost = true;
      end();
      socket.cancel();
    }
  }
}
