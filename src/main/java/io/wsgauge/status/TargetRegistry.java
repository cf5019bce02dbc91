package io.wsgauge.status;

import io.vertx.core.buffer.Buffer;
import io.wsgauge.text.TimeOfDay;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The targets in the order in which they were added or put, and the streams of their events.
 * Thread-safe.
 */
public final class TargetRegistry {
  private final String publicUrl;
  private final LongSupplier nanoTime;
  private final List<TargetStatus> targets = new CopyOnWriteArrayList<>();
  private final EventStreams subscribers = new EventStreams();

  /**
   * A registry without targets.
   *
   * @param publicUrl at which people reach the page, whatever proxies are in front; empty for none
   */
  public TargetRegistry(String publicUrl) {
    this(publicUrl, System::nanoTime);
  }

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  TargetRegistry(String publicUrl, LongSupplier nanoTime) {
    this.publicUrl = publicUrl;
    this.nanoTime = nanoTime;
  }

  /** The URL at which people see the target of that name; null where nobody knows. */
  public @Nullable String page(String target) {
    return publicUrl.isEmpty()
        ? null
        : publicUrl
            + (publicUrl.endsWith("/") ? "" : "/")
            + "#targets/"
            + URLEncoder.encode(target, StandardCharsets.UTF_8);
  }

  public TargetStatus add(TargetStatus.Description description) {
    TargetStatus target = new TargetStatus(description, subscribers, TimeOfDay.now(), nanoTime);
    targets.add(target);
    subscribers.targetsChanged();
    return target;
  }

  /** Removes a target; an unknown one changes nothing. */
  public void remove(TargetStatus target) {
    if (targets.remove(target)) {
      subscribers.targetsChanged();
    }
  }

  /** Puts the targets in the order of these names, which are those of all targets. */
  public void order(List<String> names) {
    Map<String, Integer> places = new HashMap<>();
    names.forEach(name -> places.put(name, places.size()));
    targets.sort(Comparator.comparing(target -> places.get(target.name())));
  }

  /** Names of the targets that are down, out of these names. */
  public List<String> down(Collection<String> names) {
    return targets.stream()
        .filter(target -> names.contains(target.name()) && target.isDown())
        .map(TargetStatus::name)
        .toList();
  }

  Set<String> names() {
    return targets.stream().map(TargetStatus::name).collect(Collectors.toSet());
  }

  EventStreams subscribers() {
    return subscribers;
  }

  /**
   * The readings of the targets of such names, in order. Takes a part of a millisecond for each.
   */
  public List<TargetReading> readings(Predicate<String> name) {
    return targets.stream()
        .filter(target -> name.test(target.name()))
        .map(target -> TargetReading.of(target.snapshot()))
        .toList();
  }

  /**
   * Each target as JSON, with the name of the node that pings it.
   *
   * @param names of the targets, each then whole; empty for all, each in short
   */
  public List<Buffer> ofNode(String node, Set<String> names) {
    return targets.stream()
        .filter(target -> names.isEmpty() || names.contains(target.name()))
        .map(target -> StatusJson.ofNode(node, target.snapshot(), !names.isEmpty()))
        .toList();
  }

  /**
   * The status of all targets now. Takes up to about a millisecond for each target.
   *
   * @param results whether each has its results in brief
   */
  public StatusSnapshot snapshot(boolean results) {
    Map<String, Buffer> all = new LinkedHashMap<>();
    // one after the other, since all of them as objects are many times as large as their JSON
    targets.forEach(
        target -> all.put(target.name(), StatusJson.target(target.snapshot(), results)));
    return new StatusSnapshot(TimeOfDay.now(), all);
  }
}
