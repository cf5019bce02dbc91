package io.wsgauge.command;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What is to be sent, one after the other. One thread, which may have to wait. */
interface ConnectInput {
  /** Says what is done when whoever types interrupts, in place of the process's own signal. */
  default void onInterrupt(Runnable action) {}

  /**
   * The next, which is waited for; null at the end.
   *
   * @throws IllegalArgumentException with what is wrong; nothing follows it
   */
  @Nullable Outgoing next() throws IOException;
}
