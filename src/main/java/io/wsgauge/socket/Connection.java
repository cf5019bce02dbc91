package io.wsgauge.socket;

import io.vertx.core.buffer.Buffer;
import io.wsgauge.wire.Frame;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A WebSocket, as far as a {@link Behaviour} acts on it. Event loop only. */
public interface Connection {
  /** Unique in this process. */
  long id();

  /** The subprotocol that was agreed on; null without one. */
  @Nullable String subprotocol();

  /** The extensions that were agreed on, as the handshake has them; empty without any. */
  String extensions();

  /**
   * Lets its client find what is known of it by this id, with its latest frames from now on, where
   * {@link ConnectionRecords} are kept.
   */
  void recordAs(String id);

  /** Sends a frame; after the server's close frame it does nothing. */
  void send(Frame frame);

  /** Sends bytes as they are, which may break the protocol. */
  void sendRaw(Buffer bytes);

  /** Whether the peer takes what is sent; what is sent nevertheless is kept in memory. */
  boolean isWritable();

  /** Closes; once only, and not after the peer has closed. */
  void close(int code, String reason);

  /**
   * Ends TCP without a close frame, behind all that was sent.
   *
   * @param reset whether with a reset, which comes when what was sent is with the peer
   */
  void drop(boolean reset);

  /** Says how many bytes the behaviour keeps for the peer, for which all have one budget. */
  void keeps(long bytes);

  /** Reads nothing from the peer until {@link #read}. */
  void stopReading();

  void read();

  /** Runs a task on its event loop, soon, also when it has ended by then. Thread-safe. */
  void execute(Runnable task);

  /**
   * Takes a step after the other, soon and as long as they return true, and lets other connections
   * have their turns in between; none when it has ended by then.
   */
  void inTurns(BooleanSupplier step);

  /** Runs a task after the delay, never before, and not when the connection has ended by then. */
  void after(Duration delay, Runnable task);
}
