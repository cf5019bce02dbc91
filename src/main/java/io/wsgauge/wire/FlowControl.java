package io.wsgauge.wire;

import io.netty.channel.Channel;
import java.time.Duration;

/** Whether a WebSocket's bytes are read. Event loop only. */
final class FlowControl {
  private final Channel channel;
  private final Runnable onResumed;
  private final WriteProgress progress;
  private final Turn turn = new Turn();

  /** Whether the peer does not take what it is sent. */
  private boolean paused;

  /** Whether the owner wants nothing to be read. */
  private boolean held;

  /** Whether others have their turn. */
  private boolean yielding;

  /** Whether all connections together keep too much. */
  private boolean starved;

  /**
   * @param writeTimeout without any progress, in a pause; zero waits for ever
   * @param onResumed never amid the decoding of a frame
   */
  FlowControl(Channel channel, Duration writeTimeout, Runnable onResumed, Runnable onStalled) {
    this.channel = channel;
    this.onResumed = onResumed;
    this.progress = new WriteProgress(channel, writeTimeout, onStalled);
  }

  void pause() {
    if (!paused) {
      paused = true;
      update();
      progress.watch();
    }
  }

  void resume() {
    progress.end();
    paused = false;
    update();
  }

  void hold(boolean hold) {
    held = hold;
    update();
  }

  void starve(boolean starve) {
    starved = starve;
    update();
  }

  /** Bytes are going to be handled. */
  void begin() {
    turn.begin();
  }

  /**
   * A frame, or what was read of one, has been handled; where that was enough for now, no more is
   * read or decoded before the others of the event loop have had their turn.
   *
   * @param bytes of the frame, inflated, or of what was read
   */
  void handled(int bytes) {
    if (turn.isOver(bytes) && !yielding) {
      yieldTurn();
    }
  }

  /** A frame was sent, of which there may be many for one that was handled. */
  void sent() {
    turn.sent();
  }

  /** All bytes have been handled that were read. */
  void complete() {
    turn.end();
  }

  /** Waits for nothing any more. */
  void end() {
    progress.end();
    turn.cancel();
  }

  /**
   * Reading goes on in line, since it may end at once: who is held at each message would otherwise
   * hand tasks to the loop without end, which looks at nobody else meanwhile.
   */
  private void update() {
    boolean read = mayRead();
    boolean reads = channel.config().isAutoRead();
    if (read && !reads && !yielding) {
      yieldTurn();
    } else if (!read && reads) {
      channel.config().setAutoRead(false);
    }
  }

  private boolean mayRead() {
    return !paused && !held && !starved;
  }

  private void yieldTurn() {
    yielding = true;
    channel.config().setAutoRead(false);
    turn.yieldTo(channel.eventLoop(), this::goOn);
  }

  private void goOn() {
    yielding = false;
    if (mayRead()) {
      channel.config().setAutoRead(true);
      onResumed.run();
    }
  }
}
