package io.wsgauge.check.bed;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;

/** Faults of what passes. */
final class StreamFaults {
  private StreamFaults() {}

  /** Does something to the frames in some directions, with a state of its own for each. */
  abstract static class Frames extends Fault {
    private final Set<Way> ways;
    private final Map<Way, Integer> counts = new EnumMap<>(Way.class);

    Frames(Set<Way> ways) {
      this.ways = ways;
    }

    @Override
    void frame(Link link, Way way, Frame frame) {
      if (!ways.contains(way) || !frame.isData()) {
        super.frame(link, way, frame);
      } else {
        met(link, way, frame, counts.merge(way, 1, Integer::sum));
      }
    }

    /**
     * @param number of the frame in its direction, from 1
     */
    abstract void met(Link link, Way way, Frame frame, int number);
  }

  /** What is done to a frame. */
  interface Change {
    void to(Link link, Way way, Frame frame, int number);
  }

  static FaultFactory frames(Set<Way> ways, Change change) {
    return () ->
        new Frames(ways) {
          @Override
          void met(Link link, Way way, Frame frame, int number) {
            change.to(link, way, frame, number);
          }
        };
  }

  static FaultFactory cutAfterMessages(Set<Way> ways, int most) {
    return () ->
        new Frames(ways) {
          private int messages;

          @Override
          void met(Link link, Way way, Frame frame, int number) {
            link.send(way, frame);
            messages += frame.fin() ? 1 : 0;
            if (messages >= most) {
              link.cut(false);
            }
          }
        };
  }

  static FaultFactory cutAfterBytes(Set<Way> ways, long most) {
    return () ->
        new Fault() {
          private long passed;

          @Override
          void bytes(Link link, Way way, byte[] bytes) {
            if (!ways.contains(way)) {
              link.send(way, bytes);
              return;
            }
            link.send(way, Arrays.copyOf(bytes, (int) Math.min(bytes.length, most - passed)));
            passed = Math.min(most, passed + bytes.length);
            if (passed >= most) {
              link.cut(false);
            }
          }
        };
  }

  static FaultFactory frameLimit(Set<Way> ways, int most, int code) {
    return frames(
        ways,
        (link, way, frame, number) -> {
          if (frame.payload().length > most) {
            tooLarge(link, code);
          } else {
            link.send(way, frame);
          }
        });
  }

  private static void tooLarge(Link link, int code) {
    if (code > 0) {
      byte[] none = new byte[0];
      link.send(Way.DOWN, Frame.close(null, code, none));
      link.send(Way.UP, Frame.close(new byte[4], code, none));
    }
    link.cut(false);
  }

  /**
   * Drops larger frames without a word.
   *
   * @param stalls whether nothing passes behind one either
   */
  static FaultFactory swallowLarge(Set<Way> ways, int most, boolean stalls) {
    return () ->
        new Frames(ways) {
          private boolean stalled;

          @Override
          void frame(Link link, Way way, Frame frame) {
            if (!stalled || !ways.contains(way)) {
              super.frame(link, way, frame);
            }
          }

          @Override
          void met(Link link, Way way, Frame frame, int number) {
            stalled |= stalls && frame.payload().length > most;
            if (!stalled && frame.payload().length <= most) {
              link.send(way, frame);
            }
          }
        };
  }

  static FaultFactory messageLimit(Set<Way> ways, int most, int code) {
    return () ->
        new Frames(ways) {
          private final Map<Way, Integer> sizes = new EnumMap<>(Way.class);

          @Override
          void met(Link link, Way way, Frame frame, int number) {
            int size = sizes.getOrDefault(way, 0) + frame.payload().length;
            sizes.put(way, frame.fin() ? 0 : size);
            if (size > most) {
              tooLarge(link, code);
            } else {
              link.send(way, frame);
            }
          }
        };
  }

  /** Passes bytes on in order, each at a time of its own. */
  abstract static class Later extends Fault {
    private final Set<Way> ways;
    private final Map<Way, Long> last = new EnumMap<>(Way.class);
    private final Map<Way, Queue<Runnable>> waiting = new EnumMap<>(Way.class);

    Later(Set<Way> ways) {
      this.ways = ways;
    }

    /** Seconds by which it is late. */
    abstract double late(Way way, byte[] bytes);

    /** Timers of one time may fire in another order, what they do may not. */
    private void later(Link link, Way way, double seconds, Runnable action) {
      long now = System.nanoTime();
      long at = Math.max(now + (long) (seconds * 1e9), last.getOrDefault(way, now));
      last.put(way, at);
      Queue<Runnable> queue = waiting.computeIfAbsent(way, key -> new ArrayDeque<>());
      queue.add(action);
      link.after(Duration.ofNanos(at - now), () -> queue.remove().run());
    }

    @Override
    void bytes(Link link, Way way, byte[] bytes) {
      if (ways.contains(way)) {
        later(link, way, late(way, bytes), () -> link.send(way, bytes));
      } else {
        link.send(way, bytes);
      }
    }

    @Override
    void ended(Link link, Way way, boolean reset) {
      later(link, way, 0, () -> link.end(way, reset));
    }
  }

  static FaultFactory delay(Set<Way> ways, double seconds, double jitter) {
    Random random = new Random(1);
    return () ->
        new Later(ways) {
          @Override
          double late(Way way, byte[] bytes) {
            return seconds + random.nextDouble() * jitter;
          }
        };
  }

  static FaultFactory rate(Set<Way> ways, double bytesPerSecond) {
    return () ->
        new Later(ways) {
          private final Map<Way, Long> free = new EnumMap<>(Way.class);

          @Override
          double late(Way way, byte[] bytes) {
            long now = System.nanoTime();
            long at = Math.max(now, free.getOrDefault(way, now));
            free.put(way, at + (long) (bytes.length / bytesPerSecond * 1e9));
            return (free.get(way) - now) / 1e9;
          }
        };
  }

  /** Holds back until a time has passed since the first, or so many bytes are there. */
  static FaultFactory buffer(Set<Way> ways, Duration time, int most) {
    return () ->
        new Fault() {
          private final Map<Way, ByteArrayOutputStream> held = new EnumMap<>(Way.class);

          @Override
          void bytes(Link link, Way way, byte[] bytes) {
            if (!ways.contains(way)) {
              link.send(way, bytes);
              return;
            }
            ByteArrayOutputStream all =
                held.computeIfAbsent(way, key -> new ByteArrayOutputStream());
            if (all.size() == 0 && !time.isZero()) {
              link.after(time, () -> flush(link, way));
            }
            all.writeBytes(bytes);
            if (all.size() >= most) {
              flush(link, way);
            }
          }

          private void flush(Link link, Way way) {
            ByteArrayOutputStream all = held.get(way);
            if (all != null && all.size() > 0) {
              link.send(way, all.toByteArray());
              all.reset();
            }
          }

          @Override
          void ended(Link link, Way way, boolean reset) {
            flush(link, way);
            super.ended(link, way, reset);
          }
        };
  }

  static FaultFactory lose(Set<Way> ways, int each) {
    return () ->
        new Frames(ways) {
          private final Map<Way, Integer> messages = new EnumMap<>(Way.class);

          @Override
          void met(Link link, Way way, Frame frame, int number) {
            boolean first = frame.opcode() != Frame.CONTINUATION;
            if (messages.merge(way, first ? 1 : 0, Integer::sum) % each != 0) {
              link.send(way, frame);
            }
          }
        };
  }

  static FaultFactory duplicate(Set<Way> ways, int each) {
    return frames(
        ways,
        (link, way, frame, number) -> {
          link.send(way, frame);
          if (number % each == 0 && frame.fin() && frame.opcode() != Frame.CONTINUATION) {
            link.send(way, frame);
          }
        });
  }

  /** One in so many whole messages is overtaken by the next. */
  static FaultFactory reorder(Set<Way> ways, int each) {
    return () ->
        new Frames(ways) {
          private final Map<Way, Frame> held = new EnumMap<>(Way.class);

          @Override
          void met(Link link, Way way, Frame frame, int number) {
            boolean whole = frame.fin() && frame.opcode() != Frame.CONTINUATION;
            Frame before = held.get(way);
            if (whole && before == null && number % each == 0) {
              held.put(way, frame);
              link.after(
                  Duration.ofMillis(50),
                  () -> {
                    if (held.remove(way, frame)) {
                      link.send(way, frame);
                    }
                  });
              return;
            }
            link.send(way, frame);
            if (before != null && frame.fin()) {
              held.remove(way);
              link.send(way, before);
            }
          }
        };
  }

  /** Changes one letter in one of so many. */
  static FaultFactory change(Set<Way> ways, int each) {
    return frames(
        ways,
        (link, way, frame, number) -> {
          byte[] payload = frame.payload().clone();
          if (number % each == 0 && payload.length > 0) {
            payload[payload.length - 1] ^= 1;
          }
          link.send(way, frame.with(payload));
        });
  }

  static FaultFactory type(Set<Way> ways, int from, int to) {
    return frames(
        ways,
        (link, way, frame, number) ->
            link.send(way, frame.opcode() == from ? frame.withOpcode(to) : frame));
  }

  /** Puts the fragments of a message together. */
  static FaultFactory join(Set<Way> ways) {
    return () ->
        new Frames(ways) {
          private final Map<Way, List<Frame>> parts = new EnumMap<>(Way.class);

          @Override
          void met(Link link, Way way, Frame frame, int number) {
            List<Frame> all = parts.computeIfAbsent(way, key -> new ArrayList<>());
            all.add(frame);
            if (frame.fin()) {
              ByteArrayOutputStream payload = new ByteArrayOutputStream();
              all.forEach(part -> payload.writeBytes(part.payload()));
              Frame first = all.get(0);
              link.send(way, new Frame(first.first() | 0x80, first.key(), payload.toByteArray()));
              all.clear();
            }
          }
        };
  }

  static FaultFactory split(Set<Way> ways, int size) {
    return frames(
        ways,
        (link, way, frame, number) -> {
          byte[] payload = frame.payload();
          int from = 0;
          do {
            int to = Math.min(payload.length, from + size);
            int first = from == 0 ? frame.first() & 0x7F : frame.first() & 0x30;
            boolean last = to == payload.length && frame.fin();
            link.send(
                way,
                new Frame(
                    first | (last ? 0x80 : 0), frame.key(), Arrays.copyOfRange(payload, from, to)));
            from = to;
          } while (from < payload.length);
        });
  }

  /** Drops what comes right behind the 101. */
  static FaultFactory dropEarly(Duration time) {
    return () ->
        new Fault() {
          private boolean passing;

          @Override
          void opened(Link link) {
            link.after(time, () -> passing = true);
          }

          @Override
          void bytes(Link link, Way way, byte[] bytes) {
            passing |= way == Way.UP;
            if (passing) {
              super.bytes(link, way, bytes);
            }
          }
        };
  }

  /** Drops what is glued to the request. */
  static FaultFactory dropGlued() {
    return () ->
        new Fault() {
          @Override
          void request(Link link, Head head) {
            link.forward(head, new byte[0]);
          }
        };
  }
}
