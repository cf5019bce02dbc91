package io.wsgauge.wire;

import io.vertx.core.buffer.Buffer;

/** Puts a message together from its fragments. Not thread-safe. */
public final class MessageAssembler {
  private Buffer payload = Buffer.buffer();
  private boolean whole;

  /**
   * Adds a frame of a message; where that is the first of one, the message before is gone.
   *
   * @return whether the message is whole
   */
  public boolean add(Frame frame) {
    if (!frame.isContinuation()) {
      payload = Buffer.buffer();
    }
    frame.appendTo(payload, Integer.MAX_VALUE);
    whole = frame.isFinal();
    return whole;
  }

  /** The bytes until now, which are the caller's once the message is whole. */
  public Buffer payload() {
    return payload;
  }

  /** Bytes that are kept of a message which is not whole. */
  public int kept() {
    return whole ? 0 : payload.length();
  }

  public void clear() {
    payload = Buffer.buffer();
  }
}
