package io.wsgauge.check.bed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsgauge.check.bed.Bed.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProductBedIT {
  private static final int SIDE_BY_SIDE = 4;
  private static final int TIMES = 5;

  @TempDir static Path directory;
  private static Bed server;
  private static ProductBed bed;
  private static ExecutorService pool;
  private static final Map<ProductPath, CompletableFuture<Outcome>> OUTCOMES =
      new LinkedHashMap<>();

  /** All are run, a few at a time, however many of them JUnit is waiting for. */
  @BeforeAll
  static void start() throws Exception {
    server = new Bed();
    bed = new ProductBed(server, directory);
    pool = Executors.newFixedThreadPool(SIDE_BY_SIDE);
    ProductBed.paths().stream()
        .filter(path -> Rig.isThere(path.program()))
        .forEach(
            path -> OUTCOMES.put(path, CompletableFuture.supplyAsync(() -> bed.check(path), pool)));
  }

  @AfterAll
  static void stop() throws Exception {
    pool.shutdownNow();
    pool.awaitTermination(10, TimeUnit.SECONDS);
    bed.close();
    server.close();
    OUTCOMES.clear();
  }

  static Stream<ProductPath> paths() {
    return ProductBed.paths().stream();
  }

  @ParameterizedTest
  @MethodSource
  @DisplayName("what a product does to WebSockets is found with its value, and nothing else")
  void paths(ProductPath path) throws Exception {
    Products.assume(path.program());
    CompletableFuture<Outcome> checked =
        OUTCOMES.entrySet().stream()
            .filter(entry -> entry.getKey().toString().equals(path.toString()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElseThrow();
    Outcome outcome = checked.get(300, TimeUnit.SECONDS);
    if (!outcome.wrong().isEmpty()) {
      System.err.println("Once more, alone: " + outcome.told());
      outcome = bed.check(path); // beside others, this process may have been late
    }
    assertEquals(List.of(), outcome.wrong(), outcome.told());
  }

  @Test
  @DisplayName("nothing is found on paths that are well, time and again on a machine that is busy")
  void busy() throws Exception {
    List<ProductPath> well =
        ProductBed.healthy().stream().filter(path -> Rig.isThere(path.program())).toList();
    Assumptions.assumeFalse(well.isEmpty(), "no product here");
    for (CompletableFuture<Outcome> one : OUTCOMES.values()) {
      one.handle((outcome, error) -> outcome).get(300, TimeUnit.SECONDS);
    }
    AtomicBoolean over = new AtomicBoolean();
    List<Thread> load = new ArrayList<>();
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      Thread thread = new Thread(() -> spin(over));
      thread.start();
      load.add(thread);
    }
    try {
      List<CompletableFuture<Outcome>> checks = new ArrayList<>();
      for (int i = 0; i < TIMES; i++) {
        ProductBed.healthy().stream()
            .filter(path -> Rig.isThere(path.program()))
            .forEach(
                path -> checks.add(CompletableFuture.supplyAsync(() -> bed.check(path), pool)));
      }
      List<String> found = new ArrayList<>();
      for (CompletableFuture<Outcome> check : checks) {
        Outcome outcome = check.get(170, TimeUnit.SECONDS);
        if (!outcome.findings().isEmpty()) {
          found.add(outcome.told());
        }
      }
      assertEquals(List.of(), found);
    } finally {
      over.set(true);
      for (Thread thread : load) {
        thread.join();
      }
    }
  }

  private static void spin(AtomicBoolean over) {
    while (!over.get()) {
      Thread.onSpinWait();
    }
  }
}
