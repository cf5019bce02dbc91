package io.wsgauge.scenario;

/** Does one thing on one connection. Event loop only. */
interface Action {
  default void opened(ActionContext stage) {}

  /** A message has come in whole. */
  default void received(ActionContext stage, Message message) {}

  /** Nothing more can be sent. */
  default void ended() {}

  /** What waited to be sent has been taken by the peer. */
  default void writable(ActionContext stage) {}
}
