package io.wsgauge.scenario;

/** Does one thing on one connection. On its event loop. */
interface Actor {
  default void opened(Stage stage) {}

  /** A message has come in whole. */
  default void received(Stage stage, Message message) {}

  /** What waited to be sent has been taken by the peer. */
  default void writable(Stage stage) {}
}
