package io.wsgauge.soak;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * All attacks at once, for some minutes, beside clients that must be served; then none, and what
 * they took must come back; then all again, and a SIGTERM must end the service.
 */
final class AttackSoak {
  private static final int TARGETS = 1000;
  private static final int PLACES = 5000;
  private static final int BYTES_PER_SECOND_OF_A_PERCENT = 50_000;

  private static final int WARM_UP_MILLIS = 10_000;
  private static final int SAMPLE_MILLIS = 30_000;
  private static final int LOOK_MILLIS = 250;
  private static final int GAUGE_SECONDS = 10;
  private static final int ONCE_MORE_MILLIS = 10_000;

  /** What they took must have come back after this time, the delays of scenarios being 30 s. */
  private static final int RECOVERY_MILLIS = 90_000;

  private static final int RECOVERY_PERIOD_MILLIS = 3000;
  private static final long MORE_HEAP = 16 << 20;

  /** Chunks that pools keep are among them. */
  private static final long MORE_DIRECT = 32 << 20;

  /** Those of clients that are well-behaved, the service's own client among them. */
  private static final long GOOD_SOCKETS = 10;

  private final AttackOptions options;
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("attacks", true), NioIoHandler.newFactory());
  private final ExecutorService gauging =
      Executors.newCachedThreadPool(new DefaultThreadFactory("gauge", true));
  private final List<RoundTrips> totals =
      List.of(new RoundTrips(), new RoundTrips(), new RoundTrips(), new RoundTrips());
  private final List<Swarm> swarms = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();

  AttackSoak(AttackOptions options) {
    this.options = options;
  }

  /** Gives what was wrong. */
  List<String> run(int minutes, long seed) throws Exception {
    JsonObject places = new JsonObject().put("maxConnections", PLACES);
    try (Victim victim = new Victim(options, TARGETS, new JsonObject().put("socket", places))) {
      Gauge gauge = Gauge.of(victim.pid()); // not closed, for which the service had to answer
      for (Attack attack : AttackLab.attacks(options.tls())) {
        long bytes = (long) BYTES_PER_SECOND_OF_A_PERCENT * options.share();
        double share = options.share() / 100.0;
        swarms.add(
            new Swarm(attack, share, bytes, loops.next(), victim.channels(), seed + swarms.size()));
      }
      GoodClients good = new GoodClients(victim.port(), victim.sockets());
      good.start();
      watch(victim, WARM_UP_MILLIS);
      Gauge.Sample idle = ask(gauge::take);
      System.out.println(
          "    time  established ms    new ms            health ms         metrics ms       "
              + " WebSockets   RSS  heap  direct MiB   slow health, refused, failed");
      sample("idle", victim, good, gauge);
      totals.forEach(RoundTrips::reset);
      swarms.forEach(swarm -> swarm.start(victim.port()));
      for (int i = 1; i <= minutes * 60_000 / SAMPLE_MILLIS && victim.isAlive(); i++) {
        watch(victim, SAMPLE_MILLIS);
        sample(i * SAMPLE_MILLIS / 1000 + " s", victim, good, gauge);
        System.out.println("          " + swarms);
      }
      stopAttacks();
      awaitMemory(victim, gauge, idle);
      sample("after", victim, good, gauge);
      good.stop();
      terminate(victim);
      judge(victim);
      if (options.log() != null) {
        victim.writeLog(options.log().resolve("all.log"));
      }
    }
    return faults;
  }

  private static void watch(Victim victim, long millis) throws InterruptedException {
    long end = System.nanoTime() + millis * 1_000_000;
    while (System.nanoTime() < end && victim.isAlive()) {
      victim.residentMebibytes();
      Thread.sleep(LOOK_MILLIS);
    }
  }

  private void stopAttacks() throws InterruptedException {
    for (Swarm swarm : swarms) {
      swarm.stop();
    }
  }

  private void sample(String time, Victim victim, GoodClients good, Gauge gauge)
      throws InterruptedException {
    StringBuilder line = new StringBuilder("%8s".formatted(time));
    good.addWaiting();
    int refused = 0;
    int failed = 0;
    for (int i = 0; i < totals.size(); i++) {
      RoundTrips trips = good.all().get(i);
      line.append("  %-16s".formatted(trips));
      refused += sum(trips.refusals());
      failed += sum(trips.failures());
      totals.get(i).add(trips);
    }
    line.append(
        "  %10s  %4d  %4s  %10s   %d, %d, %d"
            .formatted(
                good.webSockets(),
                victim.residentMebibytes(),
                mebibytes(gauge::heapInUse),
                mebibytes(gauge::direct),
                good.health.slow(),
                refused,
                failed));
    good.all().forEach(RoundTrips::reset);
    System.out.println(line);
  }

  private static int sum(Map<String, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  private String mebibytes(Callable<Long> bytes) throws InterruptedException {
    try {
      return Long.toString(ask(bytes) >> 20);
    } catch (TimeoutException | ExecutionException e) {
      return "-";
    }
  }

  /** A service that is attacked may never answer. */
  private <T> T ask(Callable<T> question)
      throws InterruptedException, ExecutionException, TimeoutException {
    return gauging.submit(question).get(GAUGE_SECONDS, TimeUnit.SECONDS);
  }

  /** Waits for it, and no longer than {@link #RECOVERY_MILLIS}. */
  private void awaitMemory(Victim victim, Gauge gauge, Gauge.Sample idle)
      throws InterruptedException {
    long begun = System.nanoTime();
    String last = "nothing of it was told";
    while (victim.isAlive()) {
      long millis = (System.nanoTime() - begun) / 1_000_000;
      try {
        Gauge.Sample now = ask(gauge::take);
        last = Gauge.Sample.HEADINGS + ": " + now;
        if (now.heap() <= idle.heap() + MORE_HEAP
            && now.direct() <= idle.direct() + MORE_DIRECT
            && now.sockets() <= GOOD_SOCKETS) {
          System.out.println("memory is back after " + millis / 1000 + " s: " + last);
          return;
        }
      } catch (TimeoutException | ExecutionException e) {
        last = e.toString();
      }
      if (millis > RECOVERY_MILLIS) {
        faults.add("memory did not come back: " + last + "; idle: " + idle);
        return;
      }
      Thread.sleep(RECOVERY_PERIOD_MILLIS);
    }
  }

  private void terminate(Victim victim) throws IOException, InterruptedException {
    if (!victim.isAlive()) {
      faults.add("the process died");
      return;
    }
    swarms.forEach(swarm -> swarm.start(victim.port()));
    watch(victim, ONCE_MORE_MILLIS);
    if (!victim.isAlive()) {
      faults.add("the process died when attacked again");
      return;
    }
    long millis = victim.terminate();
    System.out.println("SIGTERM amid the attacks took " + millis + " ms");
    if (millis < 0 || millis > Victim.LONGEST_STOP_MILLIS) {
      faults.add("SIGTERM took " + millis + " ms, -1 being no end at all");
    }
    stopAttacks();
  }

  private void judge(Victim victim) {
    List<String> names = List.of("established", "new", "health", "metrics");
    for (int i = 0; i < names.size(); i++) {
      RoundTrips total = totals.get(i);
      System.out.println(
          "%-11s %d answers, %s ms, %d slow, refused %s"
              .formatted(names.get(i), total.count(), total, total.slow(), total.refusals()));
      if (!total.failures().isEmpty()) {
        faults.add(
            names.get(i)
                + ": "
                + total.failures().entrySet().stream()
                    .map(entry -> entry.getValue() + " " + entry.getKey())
                    .collect(Collectors.joining(", ")));
      }
    }
    System.out.println("most resident: " + victim.peakMebibytes() + " MiB");
    if (options.ram() > 0 && victim.peakMebibytes() > options.ram()) {
      faults.add("more resident than a container may have");
    }
    if (victim.errors() > 0) {
      faults.add(victim.errors() + " lines of ERROR in its log");
    }
  }
}
