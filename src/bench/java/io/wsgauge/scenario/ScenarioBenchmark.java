package io.wsgauge.scenario;

import io.wsgauge.handshake.HeaderLines;
import io.wsgauge.handshake.UpgradeRequest;
import io.wsgauge.socket.BehaviourSelector.Choice;
import io.wsgauge.socket.ConnectionRecords;
import io.wsgauge.testing.Configs;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What an upgrade pays for its query, and without one. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ScenarioBenchmark {
  @Param({"/ws", "/ws?reply=echo", "/ws?reply=echo&delay=100ms&jitter=20ms"})
  String uri;

  private Scenarios scenarios;
  private UpgradeRequest handshake;

  @Setup
  public void read() {
    scenarios =
        new Scenarios(
            Configs.scenario("{}"), "bench", Configs.socket("{}"), ConnectionRecords.none());
    InetSocketAddress peer = new InetSocketAddress("127.0.0.1", 52506);
    handshake =
        new UpgradeRequest(
            "GET",
            uri,
            "HTTP/1.1",
            peer,
            HeaderLines.of(Map.of("Host", "127.0.0.1").entrySet().iterator()),
            Optional.empty());
  }

  @Benchmark
  public Optional<Choice> choose() {
    return scenarios.choose(handshake);
  }
}
