package io.wsgauge.command;

import java.util.ArrayDeque;
import java.util.Deque;

/** The latest values as bars of text, each one character wide. */
final class Sparkline {
  private static final String BARS = "▁▂▃▄▅▆▇█";

  /** A value that stands for one that is missing. */
  private static final double MISSING = -1;

  private final Deque<Double> values = new ArrayDeque<>();

  /** Adds a value, not negative. */
  void add(double value, int width) {
    values.add(value);
    while (values.size() > width) {
      values.remove();
    }
  }

  void addMissing(int width) {
    add(MISSING, width);
  }

  /** The bars, the highest of which is that of the largest value that is shown. */
  @Override
  public String toString() {
    double max = values.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    StringBuilder bars = new StringBuilder();
    for (double value : values) {
      bars.append(value == MISSING ? '×' : bar(value, max));
    }
    return bars.toString();
  }

  static char bar(double value, double max) {
    int steps = BARS.length();
    int height = max <= 0 ? 0 : (int) Math.ceil(value / max * steps) - 1;
    return BARS.charAt(Math.min(steps - 1, Math.max(0, height)));
  }
}
