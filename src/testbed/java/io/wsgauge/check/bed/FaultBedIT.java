package io.wsgauge.check.bed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsgauge.check.bed.Bed.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FaultBedIT {
  private static final int SIDE_BY_SIDE = 4;

  private static Bed bed;
  private static ExecutorService pool;
  private static Map<Planted, CompletableFuture<Outcome>> outcomes;

  /** All are run, a few at a time, however many of them JUnit is waiting for. */
  @BeforeAll
  static void start() throws Exception {
    bed = new Bed();
    pool = Executors.newFixedThreadPool(SIDE_BY_SIDE);
    outcomes =
        Stream.concat(FaultTable.healthy().stream(), FaultTable.faults().stream())
            .collect(
                Collectors.toMap(
                    Function.identity(),
                    planted -> CompletableFuture.supplyAsync(() -> bed.check(planted), pool),
                    (one, other) -> one,
                    LinkedHashMap::new));
  }

  @AfterAll
  static void stop() throws Exception {
    pool.shutdownNow();
    pool.awaitTermination(10, TimeUnit.SECONDS);
    bed.close();
  }

  static Stream<Planted> planted() {
    return outcomes.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource
  @DisplayName("what is planted on a path is found with its value, and nothing else")
  void planted(Planted planted) throws Exception {
    Outcome outcome = outcomes.get(planted).get(300, TimeUnit.SECONDS);
    if (!outcome.wrong().isEmpty()) {
      System.err.println("Once more, alone: " + outcome.told());
      outcome = bed.check(planted); // beside others, this process may have been late
    }
    assertEquals(List.of(), outcome.wrong(), outcome.told());
  }
}
