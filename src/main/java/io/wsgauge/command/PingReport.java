package io.wsgauge.command;

/** The output of a {@code ping}. */
interface PingReport {
  default void begin() {}

  void add(PingEvent event);

  void end(PingStatistics statistics);
}
