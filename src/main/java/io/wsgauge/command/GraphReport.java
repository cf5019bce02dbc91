package io.wsgauge.command;

import io.wsgauge.probe.ProbeResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.jspecify.annotations.Nullable;

/**
 * Lines for people, and a drawing of the round trips: the latest in one line that is drawn again,
 * on a terminal alone, and all of them as a histogram at the end.
 */
final class GraphReport implements PingReport {
  private static final String CLEAR_LINE = "\r\u001b[K";

  /** Columns for what stands beside the bars. */
  private static final int MARGIN = 26;

  private static final int MIN_WIDTH = 8;
  private static final int ROWS = 12;

  private final Shell shell;
  private final PlainReport plain;
  private final int columns;
  private final Sparkline latest = new Sparkline();
  private boolean drawn;

  /**
   * @param columns of the terminal
   */
  GraphReport(Shell shell, PlainReport plain, int columns) {
    this.shell = shell;
    this.plain = plain;
    this.columns = columns;
  }

  @Override
  public void begin() {
    plain.begin();
  }

  @Override
  public void add(PingEvent event) {
    ProbeResult result = event instanceof PingEvent.Run run ? run.result() : null;
    if (!shell.redrawsOutput()) {
      plain.add(event);
    } else if (result != null && result.succeeded() && result.opened() == null) {
      draw(result.roundTrip());
    } else {
      clear();
      plain.add(event);
      if (result != null) {
        draw(result.roundTrip());
      }
    }
  }

  private void draw(@Nullable Duration roundTrip) {
    int width = Math.max(MIN_WIDTH, columns - MARGIN);
    if (roundTrip == null) {
      latest.addMissing(width);
    } else {
      latest.add((double) roundTrip.toNanos(), width);
    }
    String time = roundTrip == null ? "lost" : Milliseconds.of(roundTrip) + " ms";
    shell.draw(CLEAR_LINE + latest + " " + time);
    drawn = true;
  }

  private void clear() {
    if (drawn) {
      shell.draw(CLEAR_LINE);
      drawn = false;
    }
  }

  @Override
  public void end(PingStatistics statistics) {
    if (drawn) {
      shell.print("");
    }
    plain.end(statistics);
    histogram(statistics.roundTrips(), columns).forEach(shell::print);
  }

  /** A row for each range of times that lie near each other, each range larger than the former. */
  static List<String> histogram(Histogram times, int columns) {
    List<String> rows = new ArrayList<>();
    if (times.getTotalCount() == 0) {
      return rows;
    }
    double min = Math.max(1, times.getMinValue());
    double factor = Math.max(1.05, Math.pow(times.getMaxValue() / min, 1.0 / ROWS));
    long[] counts = new long[ROWS];
    for (HistogramIterationValue value : times.recordedValues()) {
      int row = (int) (Math.log(value.getValueIteratedTo() / min) / Math.log(factor));
      counts[Math.min(ROWS - 1, Math.max(0, row))] += value.getCountAddedInThisIterationStep();
    }
    long most = 0;
    int last = 0;
    for (int row = 0; row < ROWS; row++) {
      most = Math.max(most, counts[row]);
      last = counts[row] > 0 ? row : last;
    }
    int width = Math.max(MIN_WIDTH, columns - MARGIN);
    for (int row = 0; row <= last; row++) {
      double from = min * Math.pow(factor, row);
      rows.add(
          String.format(
              Locale.ROOT,
              "%9s ms %s %d",
              Milliseconds.ofNanos(from),
              "█".repeat((int) Math.ceil((double) counts[row] * width / most)),
              counts[row]));
    }
    return rows;
  }
}
