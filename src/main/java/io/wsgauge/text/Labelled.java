package io.wsgauge.text;

import java.util.Locale;

/** A constant of an enum that has a word of its own in JSON, metrics, the log and queries. */
public interface Labelled {
  /** The constant's name, as the enum has it. */
  String name();

  /** The word: the name in lower case, with hyphens. */
  default String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
