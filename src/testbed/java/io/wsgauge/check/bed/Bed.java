package io.wsgauge.check.bed;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import io.wsgauge.TestService;
import io.wsgauge.check.bed.Planted.Expected;
import io.wsgauge.command.TestShell;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A server, and checks of paths to it. */
final class Bed implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
  private final TestService server;

  Bed() throws TimeoutException {
    // the server pings who is silent for less than any idle timeout of the table
    server =
        TestService.start(
            vertx,
            "{\"server\": {\"name\": \"a\", \"instances\": 1}, \"socket\": {\"pingInterval\": \"1s\"}}");
  }

  /** What a check has found. */
  record Outcome(Planted planted, JsonObject report, List<String> errors) {
    List<JsonObject> findings() {
      return report.getJsonArray("findings").stream().map(JsonObject.class::cast).toList();
    }

    /** What is wrong with it; empty where all is right. */
    List<String> wrong() {
      List<String> wrong = new ArrayList<>();
      List<JsonObject> left = new ArrayList<>(findings());
      for (Expected expected : planted.expected()) {
        JsonObject found =
            left.stream()
                .filter(finding -> finding.getString("id").equals(expected.id()))
                .filter(f -> Objects.equals(f.getString("direction"), expected.direction()))
                .findFirst()
                .orElse(null);
        if (found == null) {
          wrong.add("no " + expected.id() + " " + expected.direction());
        } else {
          left.remove(found);
          if (!isRight(found.getJsonObject("value").getValue(expected.key()), expected)) {
            wrong.add(expected.id() + " has the value " + found.getJsonObject("value").encode());
          }
        }
      }
      left.stream()
          .filter(finding -> !finding.getString("severity").equals("note"))
          .filter(finding -> !planted.isTrueAsWell(finding.getString("id")))
          .forEach(finding -> wrong.add("beside it " + told(finding)));
      return wrong;
    }

    private static boolean isRight(Object value, Expected expected) {
      if (expected.key().isEmpty()) {
        return true;
      }
      if (expected.word() != null) {
        return String.valueOf(value).contains(expected.word());
      }
      return value instanceof Number number
          && number.doubleValue() >= expected.least()
          && number.doubleValue() <= expected.most();
    }

    private static String told(JsonObject finding) {
      return "%s %s %s %s"
          .formatted(
              finding.getString("severity"),
              finding.getString("id"),
              Objects.toString(finding.getString("direction"), ""),
              finding.getJsonObject("value").encode());
    }

    String interruptions() {
      return String.valueOf(report.getJsonObject("measurements").getJsonArray("interruptions"));
    }

    double seconds() {
      return report.getDouble("seconds");
    }

    /** Everything that is needed to see why. */
    String told() {
      return "%s%n  %s%n  found %s%n  steps %s"
          .formatted(
              planted.name(),
              String.join("\n  ", wrong()),
              findings().stream().map(Outcome::told).toList(),
              report.getJsonArray("steps").stream()
                  .map(JsonObject.class::cast)
                  .map(
                      step ->
                          "%s %s %.2f %s"
                              .formatted(
                                  step.getString("name"),
                                  step.getString("state"),
                                  step.getDouble("seconds"),
                                  step.getString("reason")))
                  .toList());
    }

    /** A line of a table. */
    String line() {
      String found =
          findings().stream()
              .map(
                  f -> {
                    String text = told(f);
                    return text.length() > 150 ? text.substring(0, 150) + "…" : text;
                  })
              .reduce((one, other) -> one + "<br>" + other)
              .orElse("nothing");
      String cause =
          findings().isEmpty()
              ? ""
              : findings().get(0).getJsonArray("causes").getJsonObject(0).getString("id");
      return String.format(
          Locale.ROOT,
          "| %s | %s | %s | %s | %.1f |",
          wrong().isEmpty() ? "ok" : "WRONG",
          planted.name(),
          found,
          cause,
          seconds());
    }
  }

  Outcome check(Planted planted) {
    Deque<FaultProxy> proxies = new ArrayDeque<>();
    try {
      int port = server.port();
      List<FaultFactory> faults = new ArrayList<>(planted.faults());
      Collections.reverse(faults);
      for (FaultFactory fault : faults) {
        proxies.push(new FaultProxy(loops, port, fault));
        port = proxies.element().port();
      }
      return check(planted, "ws://127.0.0.1:" + port + planted.path());
    } finally {
      proxies.forEach(FaultProxy::close);
    }
  }

  /** Checks a path through what is not of this bed. */
  Outcome check(Planted planted, String url) {
    TestShell shell = new TestShell();
    shell.run(planted.arguments(url).toArray(String[]::new));
    return new Outcome(planted, new JsonObject(String.join("\n", shell.out())), shell.err());
  }

  int port() {
    return server.port();
  }

  @Override
  public void close() throws TimeoutException {
    vertx.close().await(20, TimeUnit.SECONDS);
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
  }
}
