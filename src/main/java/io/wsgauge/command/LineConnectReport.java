package io.wsgauge.command;

import io.vertx.core.buffer.Buffer;
import io.wsgauge.command.ConnectEvent.Close;
import io.wsgauge.command.ConnectEvent.Ended;
import io.wsgauge.command.ConnectEvent.FrameType;
import io.wsgauge.command.ConnectEvent.Frames;
import io.wsgauge.command.ConnectEvent.Opened;
import io.wsgauge.command.ConnectEvent.Retry;
import io.wsgauge.command.ConnectEvent.Told;
import io.wsgauge.command.ConnectEvent.Unopened;
import io.wsgauge.probe.ConnectionEnd;
import io.wsgauge.probe.ConnectionEnd.By;
import io.wsgauge.probe.Handshake;
import io.wsgauge.text.Durations;
import io.wsgauge.text.HostPort;
import io.wsgauge.text.Payloads;
import java.nio.charset.StandardCharsets;

/** A line for each message; a terminal gets nothing that it would obey. */
final class LineConnectReport implements ConnectReport {
  private static final String CYAN = "\u001b[36m";
  private static final String PLAIN = "\u001b[0m";

  private final Screen screen;
  private final ConnectFormat format;
  private final int verbosity;
  private final boolean typed;
  private final String prefix;

  /**
   * @param verbosity from 1 on control frames are shown, from 2 on handshakes
   * @param typed whether what is sent stands on the same screen
   */
  LineConnectReport(
      Screen screen, ConnectFormat format, int verbosity, boolean typed, boolean colours) {
    this.screen = screen;
    this.format = format;
    this.verbosity = verbosity;
    this.typed = typed;
    this.prefix = typed ? colours ? CYAN + "< " + PLAIN : "< " : "";
  }

  @Override
  public void add(ConnectEvent event) {
    if (event instanceof Opened opened) {
      opened(opened);
    } else if (event instanceof Frames frames) {
      frames(frames);
    } else if (event instanceof Close close) {
      if (verbosity > 0) {
        screen.frame(
            direction(close.sent()) + "close " + close.code() + quoted(field(close.reason())));
      }
    } else if (event instanceof Ended ended) {
      ended(ended);
    } else if (event instanceof Unopened unopened) {
      handshake(unopened.handshake());
      screen.note(FailureText.of(unopened.why()));
    } else if (event instanceof Retry retry) {
      screen.note("connects again in " + Durations.format(retry.delay()));
    } else if (event instanceof Told told) {
      screen.note(told.text());
    }
  }

  private void opened(Opened opened) {
    handshake(opened.handshake());
    if (typed || verbosity > 0) {
      screen.frame("connected to " + HostPort.of(opened.info().address()));
    }
  }

  private void handshake(Handshake handshake) {
    if (verbosity > 1) {
      handshake.request().forEach(line -> screen.frame("> " + line));
      handshake.response().forEach(line -> screen.frame("< " + line));
    }
  }

  private void frames(Frames frames) {
    if (frames.type().isMessage()) {
      if (!frames.sent()) {
        message(frames.type(), frames.payload());
      }
    } else if (verbosity > 0 || (typed && frames.type() == FrameType.PONG)) {
      screen.frame(direction(frames.sent()) + frames.type().label() + control(frames.payload()));
    }
  }

  private void message(FrameType type, Buffer payload) {
    if (screen.isTerminal() && !format.isHarmless()) {
      screen.line(
          prefix
              + (type == FrameType.TEXT ? Payloads.visible(payload.toString()) : visible(payload)));
    } else if (typed) {
      screen.line(prefix + new String(format.print(payload), StandardCharsets.US_ASCII));
    } else {
      screen.line(format.print(payload));
    }
  }

  private static String control(Buffer payload) {
    String shown = visible(payload);
    return ConnectFormat.isUtf8(payload.getBytes()) ? quoted(shown) : " " + shown;
  }

  /** Text as it can be read, and bytes in hexadecimal. */
  private static String visible(Buffer payload) {
    return ConnectFormat.isUtf8(payload.getBytes())
        ? Payloads.visible(payload.toString())
        : Payloads.hex(payload);
  }

  private void ended(Ended ended) {
    ConnectionEnd end = ended.end();
    if (ended.why() != null) {
      screen.note(FailureText.of(ended.why()));
    } else if (end.by() == By.PEER && (typed || !ended.inOrder())) {
      screen.note("closed by the peer with " + end.code() + quoted(end.detail()));
    }
  }

  private static String direction(boolean sent) {
    return sent ? "> " : "< ";
  }

  private static String quoted(String text) {
    return text.isEmpty() ? "" : " \"" + text + "\"";
  }

  private static String field(String text) {
    return Payloads.text(Buffer.buffer(text));
  }
}
