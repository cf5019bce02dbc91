package io.wsgauge.probe;

import io.wsgauge.text.Labelled;

/** The phases of a run, in the order in which they follow each other. */
public enum Phase implements Labelled {
  /** The query for the host's addresses. */
  RESOLVE,
  /** The TCP connect, through the proxy if one is configured. */
  CONNECT,
  TLS,
  /** The upgrade from HTTP to a WebSocket (RFC 6455, section 4). */
  UPGRADE,
  /** The time from the write of a message or ping to its reply or pong. */
  REPLY,
  /** The time between two runs for which the connection is kept, or the silence of a run. */
  IDLE
}
