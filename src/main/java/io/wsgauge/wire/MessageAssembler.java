package io.wsgauge.wire;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Puts a message together from its fragments, and keeps nothing of it once it is whole. Not
 * thread-safe.
 */
public final class MessageAssembler {
  private Buffer payload = Buffer.buffer();

  /**
   * Adds a frame of a message.
   *
   * @return the message, which is the caller's; null while it is not whole
   */
  public @Nullable Buffer add(Frame frame) {
    frame.appendTo(payload, Integer.MAX_VALUE);
    if (!frame.isFinal()) {
      return null;
    }
    Buffer message = payload;
    clear();
    return message;
  }

  /** Bytes that are kept of a message that is not whole. */
  public int kept() {
    return payload.length();
  }

  public void clear() {
    payload = Buffer.buffer();
  }
}
