package io.wsgauge.check.bed;

/** Makes the fault of each connection, with what they share. */
@FunctionalInterface
interface FaultFactory {
  Fault create();
}
