package io.wsgauge.scenario;

import io.wsgauge.handshake.UpgradeRequest;
import io.wsgauge.socket.BehaviourSelector.Choice;
import io.wsgauge.socket.SocketConfig.ReplyConfig;
import io.wsgauge.socket.SocketConfig.ReplyMode;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
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
    ScenarioConfig config =
        new ScenarioConfig(
            true,
            Duration.ofSeconds(30),
            Duration.ofMillis(10),
            65536,
            1000,
            1048576,
            false,
            List.of());
    scenarios = new Scenarios(config, "bench", new ReplyConfig(ReplyMode.text, "hello"));
    InetSocketAddress peer = new InetSocketAddress("127.0.0.1", 52506);
    handshake =
        new UpgradeRequest(
            "GET",
            uri,
            "HTTP/1.1",
            peer,
            List.of(Map.entry("Host", "127.0.0.1")),
            Optional.empty());
  }

  @Benchmark
  public Optional<Choice> choose() {
    return scenarios.choose(handshake);
  }
}
