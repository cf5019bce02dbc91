package io.wsgauge.cluster;

import io.wsgauge.cluster.ClusterConfig.SharedConfig;
import io.wsgauge.probe.TargetConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which of the shared targets a node pings, by what it sees itself: nothing is agreed on. It begins
 * at once with what falls to it, but from more than a third of the nodes at once only when they
 * have been gone for the handover, since then it is likely to be the one that was cut off. It ends
 * with what falls to another after the handover, which begins when that other has answered. At no
 * time are they more than the most. Not thread-safe.
 */
final class SharedTargets {
  private final String self;

  /** The targets that are pinged, with the time from which on they fall to another. */
  private final Map<String, @Nullable Long> pinged = new LinkedHashMap<>();

  /** Nodes that are gone for less than the handover, with the time from which on they are. */
  private final Map<String, Long> gone = new HashMap<>();

  private Set<String> present = Set.of();

  /**
   * What is to be pinged now.
   *
   * @param owned how many of the targets fall to this node and are pinged
   * @param leftOut how many fall to it and are not
   * @param again after which time there may be another plan; null for none
   */
  record Plan(List<TargetConfig> targets, int owned, int leftOut, @Nullable Duration again) {}

  SharedTargets(String self) {
    this.self = self;
  }

  /**
   * The plan for these nodes.
   *
   * @param config which may be another than that of the plan before
   * @param nodes names of those that share targets
   * @param here whether this node is one of those that are there
   * @param silent those of them that have not answered yet, and so may ping nothing yet
   * @param now in nanoseconds, as {@link System#nanoTime}
   */
  Plan plan(SharedConfig config, Set<String> nodes, boolean here, Set<String> silent, long now) {
    notice(config.handover(), nodes, now);
    Set<String> answering = new HashSet<>(nodes);
    answering.removeAll(silent);
    Set<String> counted = new HashSet<>(nodes);
    if (3 * gone.size() > nodes.size() + gone.size()) {
      counted.addAll(gone.keySet());
    }
    boolean takesPart = here && nodes.contains(self);
    Rendezvous seen = new Rendezvous(self, answering);
    Rendezvous taken = new Rendezvous(self, counted);
    List<TargetConfig> kept = new ArrayList<>();
    List<TargetConfig> begun = new ArrayList<>();
    List<TargetConfig> others = new ArrayList<>();
    for (TargetConfig target : config.targets()) {
      boolean isPinged = pinged.containsKey(target.name());
      if (isPinged && takesPart && seen.owns(target.name(), config.replicas())) {
        kept.add(target);
      } else if (isPinged) {
        others.add(target);
      } else if (takesPart && taken.owns(target.name(), config.replicas())) {
        begun.add(target);
      }
    }
    List<TargetConfig> own =
        Stream.concat(kept.stream(), begun.stream()).limit(config.maxPerNode()).toList();
    return plan(config, own, kept.size() + begun.size(), others, now);
  }

  private void notice(Duration handover, Set<String> nodes, long now) {
    present.stream().filter(name -> !nodes.contains(name)).forEach(name -> gone.put(name, now));
    gone.keySet().removeAll(nodes);
    gone.values().removeIf(since -> now - since >= handover.toNanos());
    present = Set.copyOf(nodes);
  }

  private Plan plan(
      SharedConfig config, List<TargetConfig> own, int owned, List<TargetConfig> others, long now) {
    Map<String, @Nullable Long> before = new HashMap<>(pinged);
    List<TargetConfig> all = new ArrayList<>(own);
    pinged.clear();
    own.forEach(target -> pinged.put(target.name(), null));
    long again = Long.MAX_VALUE;
    for (TargetConfig target : others) {
      Long known = before.get(target.name());
      long since = known == null ? now : known;
      long left = config.handover().toNanos() - (now - since);
      if (left > 0 && all.size() < config.maxPerNode()) {
        all.add(target);
        pinged.put(target.name(), since);
        again = Math.min(again, left);
      }
    }
    for (long since : gone.values()) {
      again = Math.min(again, config.handover().toNanos() - (now - since));
    }
    return new Plan(
        List.copyOf(all),
        own.size(),
        owned - own.size(),
        again == Long.MAX_VALUE ? null : Duration.ofNanos(again));
  }
}
