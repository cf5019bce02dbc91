package io.wsgauge.command;

import io.vertx.core.json.JsonObject;

/** A line of JSON for each event; what is wrong on this side goes to standard error. */
final class JsonConnectReport implements ConnectReport {
  private final Screen screen;
  private final int verbosity;

  /**
   * @param verbosity from 1 on control frames are shown and what was sent, from 2 on handshakes
   */
  JsonConnectReport(Screen screen, int verbosity) {
    this.screen = screen;
    this.verbosity = verbosity;
  }

  @Override
  public void add(ConnectEvent event) {
    if (event instanceof ConnectEvent.Told told) {
      screen.note(told.text());
    } else if (verbosity > 0
        || !(event instanceof ConnectEvent.Frames frames)
        || (!frames.sent() && frames.type().isMessage())) {
      JsonObject json = ConnectJson.of(event, verbosity > 1);
      if (json != null) {
        String line = json.encode();
        screen.line(screen.isTerminal() ? ConnectJson.visible(line) : line);
      }
    }
  }
}
