package io.wsgauge.wire;

import io.netty.util.internal.PlatformDependent;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all connections of a process keep in memory for their peers. When three quarters of it are
 * in use, those who keep something are to read nothing more; beyond all of it, or when that has
 * lasted, the largest holders are asked to leave until half of it is free. Who keeps nothing, since
 * each message is answered as it comes, notices neither. Thread-safe.
 */
public final class BufferBudget {
  private final long max;
  private final AtomicLong used = new AtomicLong();
  private final Set<Account> holders = ConcurrentHashMap.newKeySet();
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

  /**
   * @param max bytes, above 0
   */
  public BufferBudget(long max) {
    this.max = max;
  }

  /** Bytes that fit this process: a quarter of its heap or its direct memory, whichever is less. */
  public static long share() {
    return Math.min(Runtime.getRuntime().maxMemory(), PlatformDependent.maxDirectMemory()) / 4;
  }

  /** Bytes that there may be. */
  public long max() {
    return max;
  }

  /** Bytes in use, those of compression included. */
  public long used() {
    return used.get();
  }

  /**
   * A connection, which keeps nothing yet.
   *
   * @param leave called once, on a thread of another connection as well, when it is to end and to
   *     keep nothing any more
   */
  public Account open(Runnable leave) {
    return new Account(leave);
  }

  /** Whether who keeps something is to read nothing more. */
  boolean isTight() {
    return used.get() > max / 4 * 3;
  }

  /** Whether what is kept for the sake of speed alone may be kept. */
  public boolean isAmple() {
    return used.get() < max / 2;
  }

  /** Calls back, once, when it is not tight any more. */
  void whenRelieved(Runnable action) {
    waiting.add(action);
    wake(); // for it may have been relieved before that
  }

  /**
   * Counts what a connection takes, or with a negative number gives back, and is no reason to end
   * it.
   */
  void use(long bytes) {
    used.addAndGet(bytes);
    wake();
  }

  /** Ends the largest holders, where it is tight for long. */
  synchronized void relieve() {
    long leaving = holders.stream().filter(Account::isLeaving).mapToLong(Account::held).sum();
    long tooMuch = used.get() - leaving - max / 2;
    if (tooMuch <= max / 4) {
      return;
    }
    List<Account> largest =
        holders.stream()
            .filter(account -> !account.isLeaving())
            .sorted(Comparator.comparingLong(Account::held).reversed())
            .toList();
    for (Account account : largest) {
      if (tooMuch <= 0) {
        return;
      }
      tooMuch -= account.held();
      account.leave();
    }
  }

  private void wake() {
    while (!waiting.isEmpty() && !isTight()) {
      Runnable action = waiting.poll();
      if (action != null) {
        action.run();
      }
    }
  }

  /** What one connection keeps. */
  public final class Account {
    private final Runnable leave;
    private volatile long held;
    private volatile boolean leaving;

    private Account(Runnable leave) {
      this.leave = leave;
    }

    /** Says how many bytes it keeps now. On one thread only. */
    public void hold(long bytes) {
      long before = held;
      if (bytes == before) {
        return;
      }
      held = bytes;
      if (before == 0) {
        holders.add(this);
      } else if (bytes == 0) {
        holders.remove(this);
      }
      long now = used.addAndGet(bytes - before);
      if (bytes < before) {
        wake();
      } else if (now > max) {
        relieve();
      }
    }

    /** Bytes that it keeps. */
    public long held() {
      return held;
    }

    private boolean isLeaving() {
      return leaving;
    }

    private void leave() {
      leaving = true;
      leave.run();
    }
  }
}
