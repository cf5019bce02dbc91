package io.wsgauge.command;

/** The output of a {@code connect}. One thread. */
interface ConnectReport {
  void add(ConnectEvent event);
}
