package io.wsgauge.client;

/** How far a ping came; in the order in which they follow each other. */
enum Phase {
  /** Address resolved, TCP and TLS connected, HTTP upgraded. */
  CONNECT("connect"),
  /** Message sent, reply awaited. */
  REPLY("reply"),
  /** Nothing asked, the connection being kept for the next ping. */
  IDLE("idle");

  private final String label;

  Phase(String label) {
    this.label = label;
  }

  @Override
  public String toString() {
    return label;
  }
}
