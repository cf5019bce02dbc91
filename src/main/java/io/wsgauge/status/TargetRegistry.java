package io.wsgauge.status;

import io.vertx.core.buffer.Buffer;
import io.wsgauge.text.TimeOfDay;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * The targets that there are, in the order in which they were added or put, and who hears of them.
 * Any thread.
 */
public final class TargetRegistry {
  private final LongSupplier nanoTime;
  private final List<TargetStatus> targets = new CopyOnWriteArrayList<>();
  private final EventStreams subscribers = new EventStreams();

  /** Empty. */
  public TargetRegistry() {
    this(System::nanoTime);
  }

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  TargetRegistry(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  public TargetStatus add(TargetStatus.Description description) {
    TargetStatus target = new TargetStatus(description, subscribers, TimeOfDay.now(), nanoTime);
    targets.add(target);
    subscribers.targetsChanged();
    return target;
  }

  /** One that is not there changes nothing. */
  public void remove(TargetStatus target) {
    if (targets.remove(target)) {
      subscribers.targetsChanged();
    }
  }

  /** Puts them in the order of these names, in which each of them is. */
  public void order(List<String> names) {
    Map<String, Integer> places = new HashMap<>();
    names.forEach(name -> places.put(name, places.size()));
    targets.sort(Comparator.comparing(target -> places.get(target.name())));
  }

  /** Which of them are down, of those with these names. */
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

  /** All that is known now. Takes about a millisecond for each target. */
  public StatusSnapshot toJson() {
    Map<String, Buffer> all = new LinkedHashMap<>();
    // one after the other, since all of them as objects are many times their text
    targets.forEach(target -> all.put(target.name(), target.toJson().toBuffer()));
    return new StatusSnapshot(TimeOfDay.now(), all);
  }
}
