package io.wsgauge.check.bed;

/** A direction through the proxy. */
enum Way {
  /** From the client to the server. */
  UP,
  DOWN
}
