package io.wsgauge.command;

import io.wsgauge.probe.ConnectionEnd;
import io.wsgauge.probe.Outcome.Failed;
import io.wsgauge.probe.ProbeResult;

/** What a {@link PingLoop} has seen. */
sealed interface PingEvent {
  /** The result of a run. */
  record Run(ProbeResult result) implements PingEvent {}

  /** A connection has ended, whoever ended it. */
  record Ended(ConnectionEnd end) implements PingEvent {}

  /** A connection was lost between two runs, which an event before has as well. */
  record Lost(Failed why) implements PingEvent {}

  /** A run that could not be made, by a fault on this side. */
  record Broken(Throwable error) implements PingEvent {}

  /** Nothing follows. */
  record Stopped() implements PingEvent {}
}
