package io.wsgauge.check.bed;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Faults of ends, of pings and of time. */
final class EndFaults {
  private EndFaults() {}

  /** What is done to a control frame. */
  interface Change {
    void to(Link link, Way way, Frame frame);
  }

  private static FaultFactory control(Set<Way> ways, int opcode, Change change) {
    return () ->
        new Fault() {
          @Override
          void frame(Link link, Way way, Frame frame) {
            if (frame.opcode() == opcode && ways.contains(way)) {
              change.to(link, way, frame);
            } else {
              super.frame(link, way, frame);
            }
          }
        };
  }

  /** Ends both legs in place of passing the close frame on. */
  static FaultFactory loseClose(Set<Way> ways) {
    return control(ways, Frame.CLOSE, (link, way, frame) -> link.cut(false));
  }

  static FaultFactory replaceClose(Set<Way> ways, int code) {
    return control(
        ways,
        Frame.CLOSE,
        (link, way, frame) -> link.send(way, Frame.close(frame.key(), code, new byte[0])));
  }

  static FaultFactory loseReason(Set<Way> ways) {
    return control(
        ways,
        Frame.CLOSE,
        (link, way, frame) ->
            link.send(
                way,
                frame.with(Arrays.copyOf(frame.payload(), Math.min(2, frame.payload().length)))));
  }

  static FaultFactory otherReason(Set<Way> ways) {
    return control(
        ways,
        Frame.CLOSE,
        (link, way, frame) ->
            link.send(
                way,
                Frame.close(
                    frame.key(),
                    ((frame.payload()[0] & 0xFF) << 8) | (frame.payload()[1] & 0xFF),
                    "closed by a gateway".getBytes(StandardCharsets.UTF_8))));
  }

  /** Does not pass on that the sender in that direction has ended, by whatever it did. */
  static FaultFactory untold(Set<Way> ways) {
    return () ->
        new Fault() {
          @Override
          void frame(Link link, Way way, Frame frame) {
            if (frame.opcode() != Frame.CLOSE || !ways.contains(way)) {
              super.frame(link, way, frame);
            }
          }

          @Override
          void ended(Link link, Way way, boolean reset) {
            if (!ways.contains(way)) {
              super.ended(link, way, reset);
            }
          }
        };
  }

  /** Does not pass on the end of TCP, but the close frame. */
  static FaultFactory untoldTcp(Set<Way> ways) {
    return () ->
        new Fault() {
          @Override
          void ended(Link link, Way way, boolean reset) {
            if (!ways.contains(way)) {
              super.ended(link, way, reset);
            }
          }
        };
  }

  static FaultFactory swallowPings(Set<Way> ways) {
    return control(ways, Frame.PING, (link, way, frame) -> {});
  }

  static FaultFactory swallowPongs(Set<Way> ways) {
    return control(ways, Frame.PONG, (link, way, frame) -> {});
  }

  /** Answers pings in place of the other end. */
  static FaultFactory answerPings(Set<Way> ways) {
    return control(
        ways,
        Frame.PING,
        (link, way, frame) ->
            link.send(
                way == Way.UP ? Way.DOWN : Way.UP,
                Frame.of(Frame.PONG, true, way == Way.UP ? null : new byte[4], frame.payload())));
  }

  /** What a timer does. */
  enum Then {
    FIN,
    RESET,
    CLOSE,
    /** Nothing is passed on any more, and neither end is told. */
    DROP,
    /** The client alone is told. */
    CLIENT_ONLY
  }

  /** Ends or drops, and passes nothing on after that. */
  private abstract static class Timed extends Fault {
    private boolean dropped;

    void fire(Link link, Then then) {
      switch (then) {
        case FIN -> link.cut(false);
        case RESET -> link.cut(true);
        case CLOSE -> {
          byte[] none = new byte[0];
          link.send(Way.DOWN, Frame.close(null, 1001, none));
          link.send(Way.UP, Frame.close(new byte[4], 1001, none));
          link.cut(false);
        }
        case DROP -> dropped = true;
        case CLIENT_ONLY -> {
          dropped = true;
          link.end(Way.DOWN, false);
        }
      }
    }

    @Override
    void bytes(Link link, Way way, byte[] bytes) {
      if (!dropped) {
        super.bytes(link, way, bytes);
      }
    }

    @Override
    void ended(Link link, Way way, boolean reset) {
      if (!dropped) {
        super.ended(link, way, reset);
      } else if (way == Way.UP) {
        link.end(Way.DOWN, false);
      }
    }
  }

  /**
   * Ends what was silent for so long.
   *
   * @param counted directions in which bytes keep it open
   * @param looks how often a timer looks; zero for a timer that is exact
   */
  static FaultFactory idle(Set<Way> counted, Duration time, Duration looks, Then then) {
    long begun = System.nanoTime();
    return () ->
        new Timed() {
          private long last;

          @Override
          void opened(Link link) {
            last = System.nanoTime();
            look(link);
          }

          @Override
          void bytes(Link link, Way way, byte[] bytes) {
            if (counted.contains(way)) {
              last = System.nanoTime();
            }
            super.bytes(link, way, bytes);
          }

          private void look(Link link) {
            long now = System.nanoTime();
            long left = last + time.toNanos() - now;
            if (left <= 0) {
              fire(link, then);
              return;
            }
            long wait = looks.isZero() ? left : looks.toNanos() - (now - begun) % looks.toNanos();
            link.after(Duration.ofNanos(wait), () -> look(link));
          }
        };
  }

  /** Ends what has sent nothing so long after the opening. */
  static FaultFactory firstMessage(Duration time) {
    return () ->
        new Timed() {
          private boolean sent;

          @Override
          void opened(Link link) {
            link.after(
                time,
                () -> {
                  if (!sent) {
                    fire(link, Then.FIN);
                  }
                });
          }

          @Override
          void bytes(Link link, Way way, byte[] bytes) {
            sent |= way == Way.UP;
            super.bytes(link, way, bytes);
          }
        };
  }

  /** Ends those that are too many, once they are open. */
  static FaultFactory tooMany(int most, int code) {
    AtomicInteger open = new AtomicInteger();
    return () ->
        new Fault() {
          private boolean counted;

          @Override
          void opened(Link link) {
            counted = true;
            if (open.incrementAndGet() > most) {
              link.send(Way.DOWN, Frame.close(null, code, new byte[0]));
              link.cut(false);
            }
          }

          @Override
          void gone(Link link) {
            if (counted) {
              open.decrementAndGet();
            }
          }
        };
  }

  static FaultFactory lifetime(Duration time, Then then) {
    return () ->
        new Timed() {
          @Override
          void opened(Link link) {
            link.after(time, () -> fire(link, then));
          }
        };
  }

  /**
   * Ends all connections at a time after the first of them, once or again and again.
   *
   * @param times how often
   */
  static FaultFactory reload(Duration time, int times) {
    Set<Link> links = ConcurrentHashMap.newKeySet();
    AtomicBoolean begun = new AtomicBoolean();
    return () ->
        new Timed() {
          @Override
          void opened(Link link) {
            links.add(link);
            if (begun.compareAndSet(false, true)) {
              next(link, times);
            }
          }

          private void next(Link link, int left) {
            link.later(
                time,
                () -> {
                  links.forEach(one -> one.run(() -> one.cut(false)));
                  links.clear();
                  if (left > 1) {
                    next(link, left - 1);
                  }
                });
          }

          @Override
          void gone(Link link) {
            links.remove(link);
          }
        };
  }
}
