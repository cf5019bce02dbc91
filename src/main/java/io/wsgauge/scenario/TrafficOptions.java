package io.wsgauge.scenario;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.wsgauge.socket.Connection;
import io.wsgauge.text.Instants;
import io.wsgauge.text.TimeOfDay;
import io.wsgauge.wire.Frame;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** What the server sends without being asked, and what it does not read. */
final class TrafficOptions implements OptionGroup {
  private static final Duration LONGEST_INTERVAL = Duration.ofHours(24);
  private static final int USUAL_BURST_SIZE = 100;

  private final int maxBytesPerSecond;
  private final Function<Scenario, Fragments> fragments;

  /** What all bursts send a part of, so that none has memory of its own: the longest until now. */
  private volatile Buffer zeros = Buffer.buffer();

  private final Parameter<Duration> push;
  private final Parameter<Integer> pushSize;
  private final Parameter<Integer> pushCount;
  private final Parameter<Integer> burst;
  private final Parameter<Integer> burstSize;
  private final Parameter<Duration> ping;
  private final Parameter<Boolean> pong =
      new Parameter<>("pong", ParameterType.flag(), "yes", "no", "Whether pings are answered.");
  private final Parameter<Boolean> keepAlive =
      new Parameter<>(
          "keepAlive",
          ParameterType.flag(),
          "yes",
          "no",
          "Whether the server pings a client that is silent (socket.pingInterval); without, one sees"
              + " after how much silence the path cuts.");
  private final Parameter<Duration> stopReading;

  /**
   * @param maxMessageSize bytes of a message, to which a burst may go
   * @param fragments how a burst's messages are cut
   */
  TrafficOptions(
      ScenarioConfig config, int maxMessageSize, Function<Scenario, Fragments> fragments) {
    this.maxBytesPerSecond = config.maxBytesPerSecond();
    this.fragments = fragments;
    ParameterType<Duration> interval =
        ParameterType.duration(config.minInterval(), LONGEST_INTERVAL);
    ParameterType<Integer> size = ParameterType.size(0, config.maxSize());
    ParameterType<Integer> count = ParameterType.count(1, config.maxCount());
    push =
        new Parameter<>(
            "push",
            interval,
            "",
            "1s",
            "The server sends a message in this interval, as JSON with its number and time.");
    pushSize =
        new Parameter<>("pushSize", size, "as it takes", "100", "Bytes of it, if that is enough.")
            .needing("push");
    pushCount =
        new Parameter<>("pushCount", count, "without end", "10", "How many there are.")
            .needing("push");
    burst =
        new Parameter<>(
            "burst",
            count,
            "",
            "100",
            "At first the server sends so many binary messages as fast as it can, and then a"
                + " summary as JSON.");
    burstSize =
        new Parameter<>(
                "burstSize",
                ParameterType.size(0, Math.max(config.maxSize(), maxMessageSize)),
                Integer.toString(USUAL_BURST_SIZE),
                "1KiB",
                "Bytes of each.")
            .needing("burst");
    ping =
        new Parameter<>(
            "ping", interval, "", "5s", "The server sends a ping in this interval, numbered.");
    stopReading =
        new Parameter<>(
            "stopReading",
            ParameterType.duration(Duration.ZERO, config.maxDelay()),
            "",
            "5s",
            "At first the server reads nothing for so long, and the client meets back-pressure.");
  }

  @Override
  public String name() {
    return "traffic";
  }

  @Override
  public List<Parameter<?>> parameters() {
    return List.of(push, pushSize, pushCount, burst, burstSize, ping, pong, keepAlive, stopReading);
  }

  @Override
  public void check(Scenario scenario, BiConsumer<Parameter<?>, String> problems) {
    String limit = "scenario.maxBytesPerSecond, " + maxBytesPerSecond;
    scenario
        .get(push)
        .map(interval -> scenario.get(pushSize, 0) * 1_000_000_000.0 / interval.toNanos())
        .filter(rate -> rate > maxBytesPerSecond)
        .ifPresent(rate -> problems.accept(pushSize, "makes more bytes a second than " + limit));
    scenario
        .get(burst)
        .map(count -> (long) count * scenario.get(burstSize, USUAL_BURST_SIZE))
        .filter(bytes -> bytes > maxBytesPerSecond)
        .ifPresent(bytes -> problems.accept(burst, "makes more bytes at once than " + limit));
  }

  @Override
  public void plan(Scenario scenario, ConnectionPlan plan) {
    scenario.get(stopReading).ifPresent(time -> plan.add(notReading(time)));
    scenario
        .get(burst)
        .ifPresent(
            count -> {
              Buffer payload = zeros(scenario.get(burstSize, USUAL_BURST_SIZE));
              plan.add(new Burst(count, payload, fragments.apply(scenario)));
            });
    scenario
        .get(push)
        .ifPresent(
            interval -> {
              int most = scenario.get(pushCount, Integer.MAX_VALUE);
              int size = scenario.get(pushSize, 0);
              plan.add(new Clock(interval, most, (to, number) -> to.send(pushed(number, size))));
            });
    scenario
        .get(ping)
        .ifPresent(
            interval ->
                plan.add(
                    new Clock(
                        interval,
                        Integer.MAX_VALUE,
                        (to, number) -> to.send(Frame.ping(Buffer.buffer("" + number))))));
    if (!scenario.get(pong, true)) {
      plan.withoutPong();
    }
    if (!scenario.get(keepAlive, true)) {
      plan.withoutKeepAlive();
    }
  }

  private Buffer zeros(int size) {
    Buffer longest = zeros;
    if (longest.length() < size) {
      longest = Buffer.buffer(new byte[size]);
      zeros = longest;
    }
    return longest.slice(0, size);
  }

  private static Action notReading(Duration time) {
    return new Action() {
      @Override
      public void opened(ActionContext stage) {
        stage.hold();
        stage.connection().after(time, stage::release);
      }
    };
  }

  private static Frame pushed(int number, int size) {
    JsonObject json =
        new JsonObject().put("push", number).put("time", Instants.format(TimeOfDay.now()));
    int missing = size - json.put("padding", "").encode().length();
    if (missing < 0) {
      json.remove("padding");
    } else {
      json.put("padding", ".".repeat(missing));
    }
    return Frame.text(json.encode());
  }

  /** Sends something in an interval; where the peer does not take it, it is left out. */
  private static final class Clock implements Action {
    private final Duration interval;
    private final int count;
    private final BiConsumer<Connection, Integer> send;
    private int number;

    Clock(Duration interval, int count, BiConsumer<Connection, Integer> send) {
      this.interval = interval;
      this.count = count;
      this.send = send;
    }

    @Override
    public void opened(ActionContext stage) {
      stage.connection().after(interval, () -> tick(stage));
    }

    private void tick(ActionContext stage) {
      number++;
      if (stage.connection().isWritable()) {
        send.accept(stage.connection(), number);
      }
      if (number < count) {
        stage.connection().after(interval, () -> tick(stage));
      }
    }
  }

  /** Sends as many messages as the peer takes, in turns, and goes on when it takes more. */
  private static final class Burst implements Action {
    private final int count;
    private final Buffer payload;
    private final Fragments fragments;
    private long startedAt;
    private int sent;
    private boolean sending;

    Burst(int count, Buffer payload, Fragments fragments) {
      this.count = count;
      this.payload = payload;
      this.fragments = fragments;
    }

    @Override
    public void opened(ActionContext stage) {
      startedAt = System.nanoTime();
      writable(stage);
    }

    @Override
    public void writable(ActionContext stage) {
      if (!sending) {
        sending = true;
        stage.connection().inTurns(() -> sendNext(stage.connection()));
      }
    }

    private boolean sendNext(Connection connection) {
      sending = sent < count && connection.isWritable();
      if (sending) {
        sent++;
        fragments.send(connection, false, payload);
        if (sent == count) {
          connection.send(Frame.text(summary()));
        }
      }
      return sending;
    }

    private String summary() {
      return new JsonObject()
          .put("burst", count)
          .put("bytes", (long) count * payload.length())
          .put("microseconds", (System.nanoTime() - startedAt) / 1000)
          .encode();
    }
  }
}
