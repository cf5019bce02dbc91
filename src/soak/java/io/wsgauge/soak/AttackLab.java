package io.wsgauge.soak;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs one attack after the other, each against a process of its own, and prints what it did. */
final class AttackLab {
  private static final int WARM_UP_MILLIS = 2000;
  private static final int RECOVERY_MILLIS = 10_000;
  private static final int ONCE_MORE_MILLIS = 2000;
  private static final int SAMPLE_MILLIS = 100;

  private final AttackOptions options;
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("attacks", true), NioIoHandler.newFactory());

  AttackLab(AttackOptions options) {
    this.options = options;
  }

  /** Those that there are; the ones on TLS only where it is on. */
  static List<Attack> attacks(boolean tls) {
    Attack nothing = Attack.tcp("nothing", "no attack, to compare with", 0, new byte[0]);
    return Stream.of(
            List.of(nothing),
            HttpAttacks.PIPELINES,
            HttpAttacks.HEADS,
            HttpAttacks.BODIES,
            HttpAttacks.READERS,
            FrameAttacks.PLAIN,
            FrameAttacks.DEFLATED,
            OtherAttacks.SCENARIOS,
            OtherAttacks.UPGRADES,
            OtherAttacks.TCP,
            tls ? OtherAttacks.TLS : List.<Attack>of())
        .flatMap(List::stream)
        .toList();
  }

  private static boolean isNamed(Attack attack, String name) {
    return name.equals("each")
        || name.equals(attack.name)
        || (name.endsWith("*") && attack.name.startsWith(name.substring(0, name.length() - 1)));
  }

  /** Gives whether none did harm. */
  boolean run(List<String> names, int seconds) throws Exception {
    List<Attack> chosen = new ArrayList<>();
    for (String name : names) {
      List<Attack> named =
          attacks(options.tls()).stream().filter(attack -> isNamed(attack, name)).toList();
      if (named.isEmpty()) {
        throw new IllegalArgumentException(name + " is no attack; see --list");
      }
      chosen.addAll(named);
    }
    System.out.println(
        "| attack | established p50/p99/max ms | new p50/p99/max ms | /health/live max ms | refused"
            + " | failed | most MiB | after | SIGTERM s | opened/sent | harm |");
    System.out.println("|---|---|---|---|---|---|---|---|---|---|---|");
    boolean harmless = true;
    for (Attack attack : chosen) {
      harmless &= run(attack, seconds);
    }
    return harmless;
  }

  private boolean run(Attack attack, int seconds) throws Exception {
    List<String> harm = new ArrayList<>();
    try (Victim victim = new Victim(options, attack.targets, new JsonObject())) {
      GoodClients good = new GoodClients(victim.port(), victim.sockets());
      good.start();
      watch(victim, WARM_UP_MILLIS);
      good.all().forEach(RoundTrips::reset);
      Swarm swarm = new Swarm(attack, 1, Integer.MAX_VALUE, loops.next(), victim.channels(), 1);
      swarm.start(victim.port());
      watch(victim, seconds * 1000L);
      swarm.stop();
      String figures = figures(good, harm);
      String after = after(victim, good);
      if (!after.equals("ok")) {
        harm.add(after);
      }
      String end = "-";
      if (victim.isAlive()) {
        swarm.start(victim.port());
        watch(victim, ONCE_MORE_MILLIS);
        long millis = victim.terminate();
        end = millis < 0 ? "never" : "%.1f".formatted(millis / 1e3);
        if (millis < 0 || millis > Victim.LONGEST_STOP_MILLIS) {
          harm.add("SIGTERM");
        }
        swarm.stop();
      }
      good.stop();
      if (options.ram() > 0 && victim.peakMebibytes() > options.ram()) {
        harm.add("memory");
      }
      if (victim.errors() > 0) {
        harm.add(victim.errors() + " ERRORs");
      }
      if (options.log() != null) {
        victim.writeLog(options.log().resolve(attack.name + ".log"));
      }
      System.out.printf(
          "| %s | %s | %d | %s | %s | %s | %s |%n",
          attack.name,
          figures,
          victim.peakMebibytes(),
          after,
          end,
          swarm.opened() + "/" + (swarm.sent() >> 20) + " MiB",
          String.join(", ", harm));
    }
    return harm.isEmpty();
  }

  private static void watch(Victim victim, long millis) throws InterruptedException {
    long end = System.nanoTime() + millis * 1_000_000;
    while (System.nanoTime() < end && victim.isAlive()) {
      victim.residentMebibytes();
      Thread.sleep(SAMPLE_MILLIS);
    }
  }

  private static String figures(GoodClients good, List<String> harm) {
    good.addWaiting();
    RoundTrips all = new RoundTrips();
    good.all().forEach(all::add);
    if (good.established.percentileMillis(99) > GoodClients.SLOW_ESTABLISHED_MILLIS) {
      harm.add("established");
    }
    if (good.connected.percentileMillis(99) > GoodClients.SLOW_NEW_MILLIS) {
      harm.add("new");
    }
    if (good.health.maxMillis() > GoodClients.SLOW_HEALTH_MILLIS
        || !good.health.failures().isEmpty()) {
      harm.add("health");
    }
    if (!all.failures().isEmpty()) {
      harm.add("failed");
    }
    String health = good.health.count() == 0 ? "-" : "%.1f".formatted(good.health.maxMillis());
    return String.join(
        " | ",
        good.established.toString(),
        good.connected.toString(),
        health,
        words(good.connected, RoundTrips::refusals),
        words(all, RoundTrips::failures));
  }

  private static String words(RoundTrips trips, Function<RoundTrips, Map<String, Integer>> of) {
    return new TreeMap<>(of.apply(trips))
        .entrySet().stream()
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .collect(Collectors.joining(", "));
  }

  /** Whether it answers as soon as the attack is over, or at least some time later. */
  private static String after(Victim victim, GoodClients good) throws InterruptedException {
    long end = System.nanoTime() + RECOVERY_MILLIS * 1_000_000L;
    while (victim.isAlive() && System.nanoTime() < end) {
      try {
        if (good.askHealth() < GoodClients.SLOW_HEALTH_MILLIS * 1_000_000L) {
          return "ok";
        }
      } catch (Exception | AssertionError e) {
        Thread.sleep(SAMPLE_MILLIS); // it is asked again
      }
    }
    return victim.isAlive() ? "no health" : "dead";
  }
}
