package io.wsgauge.check.bed;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is planted on a path, and what a check has to find of it. */
final class Planted {
  /**
   * A finding that has to be there.
   *
   * @param key of the value that is looked at; empty for none
   * @param least of a number, most likewise
   * @param word that the value has to be, where it is no number; null otherwise
   * @param direction null for none
   */
  record Expected(
      String id, String key, double least, double most, String word, String direction) {}

  private final String name;
  private final List<FaultFactory> faults;
  private final List<Expected> expected = new ArrayList<>();
  private final Set<String> also = new HashSet<>();
  private final List<String> options = new ArrayList<>();
  private String path = "/ws";

  private Planted(String name, List<FaultFactory> faults) {
    this.name = name;
    this.faults = faults;
  }

  /**
   * @param faults from the client's side on, each a proxy of its own
   */
  static Planted on(String name, FaultFactory... faults) {
    return new Planted(name, List.of(faults));
  }

  Planted finds(String id) {
    return finds(id, null);
  }

  Planted finds(String id, String direction) {
    expected.add(new Expected(id, "", 0, 0, null, direction));
    return this;
  }

  /** Within 10 %. */
  Planted finds(String id, String direction, String key, double number) {
    return finds(id, direction, key, number * 0.9, number * 1.1);
  }

  Planted finds(String id, String direction, String key, double least, double most) {
    expected.add(new Expected(id, key, least, most, null, direction));
    return this;
  }

  Planted finds(String id, String direction, String key, String word) {
    expected.add(new Expected(id, key, 0, 0, word, direction));
    return this;
  }

  /** Findings that are true as well. */
  Planted also(String... ids) {
    also.addAll(List.of(ids));
    return this;
  }

  /** Silence is watched for so many seconds, and nothing is measured but what it needs. */
  Planted watched(int seconds) {
    options.addAll(List.of("--horizon", seconds + "s"));
    return this;
  }

  Planted with(String... more) {
    options.addAll(List.of(more));
    return this;
  }

  Planted at(String other) {
    path = other;
    return this;
  }

  String name() {
    return name;
  }

  List<FaultFactory> faults() {
    return faults;
  }

  List<Expected> expected() {
    return expected;
  }

  boolean isTrueAsWell(String id) {
    return also.contains(id);
  }

  String path() {
    return path;
  }

  List<String> arguments(String url) {
    List<String> all = new ArrayList<>(List.of("check", "--json"));
    if (!options.contains("--horizon")) {
      all.add("--quick");
    }
    all.addAll(options);
    all.add(url);
    return all;
  }

  @Override
  public String toString() {
    return name;
  }
}
