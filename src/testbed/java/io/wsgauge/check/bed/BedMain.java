package io.wsgauge.check.bed;

import io.wsgauge.check.bed.Bed.Outcome;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
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
    try (Bed bed = new Bed();
        ProductBed products = new ProductBed(bed, Files.createTempDirectory("bed"))) {
      Map<String, Supplier<Outcome>> checks = new LinkedHashMap<>();
      Stream.concat(FaultTable.healthy().stream(), FaultTable.faults().stream())
          .forEach(planted -> checks.put(planted.name(), () -> bed.check(planted)));
      ProductBed.paths().stream()
          .filter(path -> Rig.isThere(path.program()))
          .forEach(path -> checks.put(path.toString(), () -> products.check(path)));
      List<CompletableFuture<Outcome>> all =
          checks.entrySet().stream()
              .filter(c -> parts.isEmpty() || parts.stream().anyMatch(c.getKey()::contains))
              .map(check -> CompletableFuture.supplyAsync(check.getValue(), pool))
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
