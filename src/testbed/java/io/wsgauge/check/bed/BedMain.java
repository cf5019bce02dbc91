package io.wsgauge.check.bed;

import io.wsgauge.check.bed.Bed.Outcome;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** Prints the table of what is found. */
final class BedMain {
  private BedMain() {}

  /**
   * @param arguments parts of the names of what is to be checked; without one, all is
   */
  public static void main(String... arguments) throws Exception {
    List<String> parts = List.of(arguments);
    ExecutorService pool = Executors.newFixedThreadPool(3);
    try (Bed bed = new Bed()) {
      List<CompletableFuture<Outcome>> all =
          Stream.concat(FaultTable.healthy().stream(), FaultTable.faults().stream())
              .filter(p -> parts.isEmpty() || parts.stream().anyMatch(p.name()::contains))
              .map(p -> CompletableFuture.supplyAsync(() -> bed.check(p), pool))
              .toList();
      System.out.println("| | planted | found | cause | s |\n|---|---|---|---|---|");
      int right = 0;
      for (CompletableFuture<Outcome> one : all) {
        Outcome outcome = one.get();
        right += outcome.wrong().isEmpty() ? 1 : 0;
        System.out.println(outcome.line());
        if (!outcome.wrong().isEmpty()) {
          System.out.println(outcome.told());
          System.out.println(outcome.interruptions());
        }
      }
      System.out.println(right + " of " + all.size());
    } finally {
      pool.shutdownNow();
    }
  }
}
