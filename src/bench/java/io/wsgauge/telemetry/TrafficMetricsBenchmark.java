package io.wsgauge.telemetry;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** Counting a message of one frame, with one event loop and with two that share the counters. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class TrafficMetricsBenchmark {
  private final TrafficMetrics received =
      new ServerMetrics(new PrometheusRegistry(), new Histograms(true)).received();

  @Benchmark
  @Threads(1)
  public void oneLoop() {
    received.add(1, 0, 64);
  }

  @Benchmark
  @Threads(2)
  public void twoLoops() {
    received.add(1, 0, 64);
  }
}
