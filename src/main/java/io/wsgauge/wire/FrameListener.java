package io.wsgauge.wire;

/** Listens to what comes over a {@link FrameChannel}. Event loop only. */
public interface FrameListener {
  /** A frame of a message has come, never after a close frame. */
  void received(Frame frame);

  /**
   * All that was read has been handed over, or something was sent by itself; what waits of that is
   * flushed next.
   */
  default void flushing() {}

  /** A ping, which is answered by itself. */
  default void ping(Frame frame) {}

  default void pong(Frame frame) {}

  /**
   * The peer's close frame, which is answered next unless this end has sent its own.
   *
   * @param code 1005 if it has no code (RFC 6455, section 7.1.5)
   * @param reason empty if it has no reason
   */
  void closed(int code, String reason);

  /** The same of a close frame that is left unanswered ({@link FrameChannel#ignoreClose}). */
  default void closeIgnored(int code, String reason) {}

  /**
   * The peer broke a rule, and nothing more of it is decoded.
   *
   * @param closeCode that RFC 6455, section 7.4.1 asks for
   */
  void violated(int closeCode, String rule);

  /** The connection is broken, and is about to end. */
  void failed(Throwable error);

  /** The time has passed that the peer had to end the connection, which is about to be cut. */
  default void overdue() {}

  /** The connection has ended. Told once, and last. */
  void ended();

  /** Each time that the idle timeout has passed. */
  default void idle() {}

  /** The peer has answered no ping in time; it is to end. Told once at most. */
  default void lost() {}

  /** More waits to be sent than the write buffer should hold. */
  default void unwritable() {}

  /** The peer takes again what it is sent, and what was paused is read again. */
  default void writable() {}

  /**
   * All connections together keep more than they may, and this one more than others: it is to end,
   * and to keep nothing any more.
   */
  default void overdrawn() {}

  /** The write timeout has passed. */
  default void stalled() {}
}
