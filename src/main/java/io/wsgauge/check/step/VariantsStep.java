package io.wsgauge.check.step;

import io.vertx.core.Future;
import io.wsgauge.check.measurement.ServerRecord;
import io.wsgauge.check.measurement.Variants;
import io.wsgauge.check.measurement.Variants.Tried;
import io.wsgauge.check.measurement.Variants.Variant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Opens with one thing changed at a time; what is refused is tried alone once more. */
final class VariantsStep implements Step<Variants> {
  private static final int AT_A_TIME = 3;

  /** Seconds of an opening beyond which all are tried at a time. */
  private static final double SLOW = 0.1;

  @Override
  public String name() {
    return "variants";
  }

  @Override
  public Duration budget(Path path) {
    return path.patience(2).multipliedBy(2L * Variant.values().length);
  }

  @Override
  public Future<Variants> run(Path path) {
    Map<Variant, Tried> tried = new EnumMap<>(Variant.class);
    List<Variant> waiting = new ArrayList<>(List.of(Variant.values()));
    List<Future<Void>> runners = new ArrayList<>();
    int beside = path.openingSeconds() > SLOW ? waiting.size() : AT_A_TIME;
    for (int i = 0; i < beside; i++) {
      runners.add(next(path, waiting, tried));
    }
    return Future.all(runners)
        .compose(v -> retry(path, new ArrayList<>(tried.keySet()), tried))
        .compose(v -> withOrigin(path, tried.get(Variant.SAME_ORIGIN)))
        .map(record -> new Variants(tried, record));
  }

  /** Whether an Origin arrives, the view of one that has none does not tell. */
  private static Future<@Nullable ServerRecord> withOrigin(Path path, @Nullable Tried tried) {
    return tried == null || !tried.first().isUpgraded()
        ? Future.succeededFuture(null)
        : Records.of(path, tried.first());
  }

  private static Future<Void> next(Path path, List<Variant> waiting, Map<Variant, Tried> tried) {
    if (waiting.isEmpty()) {
      return Future.succeededFuture();
    }
    Variant variant = waiting.remove(0);
    return once(path, variant)
        .compose(
            dialed -> {
              tried.put(variant, new Tried(dialed.attempt(), null));
              return next(path, waiting, tried);
            });
  }

  /** One after another, since what was refused may have been refused for the others beside it. */
  private static Future<Void> retry(Path path, List<Variant> left, Map<Variant, Tried> tried) {
    if (left.isEmpty()) {
      return Future.succeededFuture();
    }
    Variant variant = left.remove(0);
    Tried first = tried.get(variant);
    if (first == null || first.first().isUpgraded()) {
      return retry(path, left, tried);
    }
    return once(path, variant)
        .compose(
            dialed -> {
              tried.put(variant, new Tried(first.first(), dialed.attempt()));
              return retry(path, left, tried);
            });
  }

  private static Future<Dialed> once(Path path, Variant variant) {
    return path.openSurely(request(path, variant))
        .onSuccess(
            dialed -> {
              if (dialed.socket() != null) {
                dialed.socket().drop(false);
              }
            });
  }

  private static OpeningRequest request(Path path, Variant variant) {
    OpeningRequest request = path.dialer().request();
    return switch (variant) {
      case CONTROL -> request;
      case SAME_ORIGIN -> path.echo().withOrigin(path.dialer().sameOrigin());
      case FOREIGN_ORIGIN -> request.withOrigin("https://wsgauge.invalid");
      case NO_USER_AGENT -> request.withUserAgent(null);
      case TOOL_USER_AGENT -> request.withUserAgent("curl/8.5.0");
      case KEEP_ALIVE_UPGRADE -> request.withConnection("keep-alive, Upgrade");
      case SUBPROTOCOL -> request.withSubprotocols(List.of("wsgauge.check"));
      case COMPRESSION -> request.withExtensions(OpeningRequest.DEFLATE);
    };
  }
}
