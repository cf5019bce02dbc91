package io.wsgauge.check.bed;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Faults of everything before the frames. */
final class HandshakeFaults {
  private HandshakeFaults() {}

  static FaultFactory request(UnaryOperator<Head> change) {
    return () ->
        new Fault() {
          @Override
          void request(Link link, Head head) {
            link.forward(change.apply(head));
          }
        };
  }

  static FaultFactory response(UnaryOperator<Head> change) {
    return () ->
        new Fault() {
          @Override
          void response(Link link, Head head) {
            link.answer(head.isSwitched() ? change.apply(head) : head);
          }
        };
  }

  static FaultFactory both(UnaryOperator<Head> request, UnaryOperator<Head> response) {
    return () ->
        new Fault() {
          @Override
          void request(Link link, Head head) {
            link.forward(request.apply(head));
          }

          @Override
          void response(Link link, Head head) {
            link.answer(head.isSwitched() ? response.apply(head) : head);
          }
        };
  }

  /** Answers in place of the server what is met. */
  static FaultFactory refusing(Predicate<Head> which, String answer) {
    return () ->
        new Fault() {
          @Override
          void request(Link link, Head head) {
            if (which.test(head)) {
              link.refuse(answer);
            } else {
              link.forward(head);
            }
          }
        };
  }

  /** Answers late, in place of the server. */
  static FaultFactory refusingAfter(Duration time, String answer) {
    return () ->
        new Fault() {
          @Override
          void request(Link link, Head head) {
            link.after(time, () -> link.refuse(answer));
          }
        };
  }

  /** Answers nothing. */
  static FaultFactory mute() {
    return () ->
        new Fault() {
          @Override
          void request(Link link, Head head) {}
        };
  }

  /** Ends the connection in place of an answer. */
  static FaultFactory closing(Duration time) {
    return () ->
        new Fault() {
          @Override
          void request(Link link, Head head) {
            link.after(time, () -> link.cut(false));
          }
        };
  }

  /** Asks the server late. */
  static FaultFactory slow(Duration time) {
    return () ->
        new Fault() {
          @Override
          void request(Link link, Head head) {
            link.after(time, () -> link.forward(head));
          }
        };
  }

  /** Of so many servers, the last is down. */
  static FaultFactory oneDead(int of) {
    AtomicInteger turn = new AtomicInteger();
    return () ->
        new Fault() {
          @Override
          void request(Link link, Head head) {
            if (turn.incrementAndGet() % of == 0) {
              unreachable(link);
            } else {
              link.forward(head);
            }
          }
        };
  }

  static FaultFactory connections(int most, String answer) {
    AtomicInteger held = new AtomicInteger();
    return () ->
        new Fault() {
          private boolean counted;

          @Override
          void request(Link link, Head head) {
            counted = head.isUpgrade();
            if (counted && held.incrementAndGet() > most) {
              link.refuse(answer);
            } else {
              link.forward(head);
            }
          }

          @Override
          void gone(Link link) {
            if (counted) {
              held.decrementAndGet();
            }
          }
        };
  }

  /** A bucket of so many tokens, to which so many come a second. */
  static FaultFactory rate(int burst, double perSecond, String... headers) {
    AtomicLong full = new AtomicLong(System.nanoTime());
    long each = (long) (1e9 / perSecond);
    return () ->
        new Fault() {
          @Override
          void request(Link link, Head head) {
            long now = System.nanoTime();
            long before = full.getAndUpdate(at -> next(at, now));
            if (next(before, now) == before) {
              link.refuse(Head.answer("429 Too Many Requests", "slow down", headers));
            } else {
              link.forward(head);
            }
          }

          private long next(long at, long now) {
            long next = Math.max(at, now) + each;
            return next - now > burst * each ? at : next;
          }
        };
  }
}
