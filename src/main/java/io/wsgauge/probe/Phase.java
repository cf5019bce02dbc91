package io.wsgauge.probe;

import java.util.Locale;

/** How far a run came; in the order in which they follow each other. */
public enum Phase {
  /** The host's addresses asked for. */
  RESOLVE,
  /** TCP, through the proxy where there is one. */
  CONNECT,
  TLS,
  /** HTTP's upgrade to a WebSocket. */
  UPGRADE,
  /** Message or ping sent, reply or pong awaited. */
  REPLY,
  /** Nothing asked, the connection being kept for the next run. */
  IDLE;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** The word for it in metrics, JSON and the log. */
  public String label() {
    return label;
  }
}
