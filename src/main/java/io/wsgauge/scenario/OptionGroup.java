package io.wsgauge.scenario;

import java.util.List;
import java.util.function.BiConsumer;

/** Some keys of the query that belong together, and what they do. Made once. Thread-safe. */
interface OptionGroup {
  /** A word for what its keys are about. */
  String name();

  /** Whether the configuration lets a client ask for any of it. */
  default boolean isAllowed() {
    return true;
  }

  List<Parameter<?>> parameters();

  /**
   * Finds what contradicts itself.
   *
   * @param problems takes a parameter and the rule that its value breaks
   */
  default void check(Scenario scenario, BiConsumer<Parameter<?>, String> problems) {}

  /** Adds what the scenario asks for; nothing when it has no key of the group. */
  void plan(Scenario scenario, ConnectionPlan plan);
}
