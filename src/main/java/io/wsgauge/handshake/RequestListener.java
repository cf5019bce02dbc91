package io.wsgauge.handshake;

/** Listens to what becomes of the requests of an HTTP connection. Event loop only. */
public interface RequestListener {
  /** The connection has been looked at once, whether or not anything had come in. */
  void seen();

  /**
   * The head of a request has come in, and is going to be answered, or the first bytes of one, and
   * it waits for its turn.
   */
  void received();

  /** The peer has had time to take what there is of the answer, and has not. */
  void slow();

  /** The answer is with the kernel, or more of a head is needed than has come in. */
  void answered();

  /** The connection has ended or is one of HTTP no more. */
  void ended();
}
