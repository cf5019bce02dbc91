package io.wsgauge.command;

import io.vertx.core.buffer.Buffer;
import io.wsgauge.probe.ConnectionEnd;
import io.wsgauge.probe.ConnectionInfo;
import io.wsgauge.probe.Handshake;
import io.wsgauge.probe.Outcome.Failed;
import io.wsgauge.text.Labelled;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What happens while {@code connect} runs, to be printed. */
sealed interface ConnectEvent {
  /** A frame or, of messages, all frames of one. */
  enum FrameType implements Labelled {
    TEXT,
    BINARY,
    PING,
    PONG;

    static FrameType of(boolean text) {
      return text ? TEXT : BINARY;
    }

    boolean isMessage() {
      return this == TEXT || this == BINARY;
    }
  }

  record Opened(Instant time, ConnectionInfo info, Handshake handshake) implements ConnectEvent {}

  /**
   * @param sent whether this end has sent it
   */
  record Frames(Instant time, boolean sent, FrameType type, Buffer payload)
      implements ConnectEvent {}

  /**
   * A close frame.
   *
   * @param sent whether this end has sent it
   * @param code 1005 without one
   * @param reason as it came; may be empty
   */
  record Close(Instant time, boolean sent, int code, String reason) implements ConnectEvent {}

  /**
   * A WebSocket has ended.
   *
   * @param why null when the closing handshake was whole
   * @param inOrder whether it went as it should
   */
  record Ended(ConnectionEnd end, @Nullable Failed why, boolean inOrder) implements ConnectEvent {}

  /** There is no WebSocket. */
  record Unopened(Instant time, Failed why, Handshake handshake) implements ConnectEvent {}

  record Retry(Duration delay) implements ConnectEvent {}

  /** What is wrong on this side, or with what was typed. */
  record Told(String text) implements ConnectEvent {}

  /** Nothing follows. */
  record Done(int exitCode) implements ConnectEvent {}

  /** About the bytes that it keeps. */
  default int size() {
    return 64 + (this instanceof Frames frames ? frames.payload().length() : 0);
  }
}
