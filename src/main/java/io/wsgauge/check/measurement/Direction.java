package io.wsgauge.check.measurement;

import java.util.Locale;

/** The direction in which something happens to what is sent. */
public enum Direction {
  CLIENT_TO_SERVER,
  SERVER_TO_CLIENT,
  BOTH;

  /** {@code client-to-server}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
