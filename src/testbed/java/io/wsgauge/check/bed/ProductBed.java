package io.wsgauge.check.bed;

import io.wsgauge.check.bed.Bed.Outcome;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Checks of paths through products to the server of a bed. */
final class ProductBed implements Closeable {
  private final Bed bed;
  private final Rig rig;

  ProductBed(Bed bed, Path directory) throws Exception {
    this.bed = bed;
    rig = new Rig(directory, bed.port());
  }

  static List<ProductPath> paths() {
    return Stream.of(
            NginxPaths.all(),
            HaproxyPaths.all(),
            StunnelPaths.all(),
            HitchPaths.all(),
            ForeignPaths.all())
        .flatMap(List::stream)
        .toList();
  }

  /** Those on which there is nothing to find. */
  static List<ProductPath> healthy() {
    return paths().stream()
        .filter(path -> path.planted().expected().isEmpty())
        .filter(path -> !path.program().equals("python3"))
        .toList();
  }

  Outcome check(ProductPath path) {
    try {
      String url = path.opened().through(rig);
      path.planted().with(ProductPath.trusting(rig, url).toArray(String[]::new));
      return bed.check(path.planted(), url);
    } catch (Exception e) {
      throw new AssertionError(path + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    rig.close();
  }
}
