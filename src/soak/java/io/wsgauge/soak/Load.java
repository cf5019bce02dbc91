package io.wsgauge.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** Lets peers of several kinds do what they do, each kind at a rate and on a thread of its own. */
final class Load {
  /** One kind of peer; closed at the end. */
  interface Peer extends AutoCloseable {
    /**
     * One thing that it does.
     *
     * @param random of this kind alone, so that a seed gives the same again
     * @throws AssertionError when it was answered wrong
     */
    void act(Random random) throws Exception;

    @Override
    default void close() {}
  }

  private record Kind(String name, Peer peer, AtomicLong acts, Thread thread) {}

  private final long seed;
  private final List<Kind> kinds = new ArrayList<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private volatile boolean stopped;

  Load(long seed) {
    this.seed = seed;
  }

  void add(String name, double perSecond, Peer peer) {
    AtomicLong acts = new AtomicLong();
    Random random = new Random(seed + kinds.size());
    Thread thread = new Thread(() -> drive(name, perSecond, peer, random, acts), name);
    kinds.add(new Kind(name, peer, acts, thread));
  }

  void start() {
    kinds.forEach(kind -> kind.thread.start());
  }

  private void drive(String name, double perSecond, Peer peer, Random random, AtomicLong acts) {
    long period = (long) (1e9 / perSecond);
    long next = System.nanoTime();
    while (!stopped) {
      try {
        peer.act(random);
      } catch (Exception | AssertionError e) {
        Throwable cause = e.getCause();
        failures.add(name + " " + acts + ": " + e + (cause == null ? "" : ": " + cause));
      }
      acts.incrementAndGet();
      next = Math.max(next + period, System.nanoTime() - period); // none is made up for
      for (long left = next - System.nanoTime(); left > 0 && !stopped; ) {
        LockSupport.parkNanos(left);
        left = next - System.nanoTime();
      }
    }
  }

  /** Ends it, with the connections that are open. */
  void stop() throws InterruptedException {
    stopped = true;
    for (Kind kind : kinds) {
      LockSupport.unpark(kind.thread);
      kind.thread.join();
      kind.peer.close();
    }
  }

  /** What was answered wrong until now. */
  List<String> failures() {
    return List.copyOf(failures);
  }

  /** What was done, as {@code 120 resets, 3 floods}. */
  @Override
  public String toString() {
    return kinds.stream()
        .map(kind -> kind.acts + " " + kind.name)
        .collect(Collectors.joining(", "));
  }
}
