package io.wsgauge.check.step;

import io.vertx.core.Future;
import io.wsgauge.check.measurement.Attempt;
import io.wsgauge.check.measurement.Upgrade;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Opens the URL exactly as it was given, without a query of its own, which some products redirect
 * otherwise. Where that fails, it is tried once more, beside the same without Upgrade.
 */
final class UpgradeStep implements Step<Upgrade> {
  private static final int TRIES = 2;
  private static final int REFUSED_TRIES = 6;
  private static final int BAD_REQUEST = 400;
  private static final int FORBIDDEN = 403;

  /** Time after which a cache would answer the same again, its Date among it. */
  private static final Duration LATER = Duration.ofMillis(1100);

  @Override
  public String name() {
    return "upgrade";
  }

  @Override
  public Duration budget(Path path) {
    return path.firstPatience().multipliedBy(TRIES + 4L).plus(LATER);
  }

  @Override
  public Future<Upgrade> run(Path path) {
    OpeningRequest request = path.dialer().request();
    return tries(path, request, new ArrayList<>())
        .compose(
            tries -> {
              boolean upgraded = tries.stream().anyMatch(Attempt::isUpgraded);
              boolean connected = tries.get(0).connectSeconds() != null;
              return upgraded || !connected
                  ? Future.succeededFuture(Upgrade.of(tries))
                  : asPage(path, request, tries)
                      .compose(
                          taken ->
                              taken
                                  ? Future.succeededFuture(Upgrade.of(tries))
                                  : compare(path, request, tries));
            });
  }

  /**
   * Whether what was forbidden is taken from a page of the same host, whose Origin is then sent
   * from here on.
   */
  private static Future<Boolean> asPage(Path path, OpeningRequest request, List<Attempt> tries) {
    int status = tries.get(0).status();
    if ((status != FORBIDDEN && status != BAD_REQUEST) || request.origin() != null) {
      return Future.succeededFuture(false);
    }
    String origin = path.dialer().sameOrigin();
    return path.openFirst(request.withOrigin(origin))
        .compose(
            dialed -> {
              if (dialed.socket() == null) {
                return Future.succeededFuture(false);
              }
              tries.add(dialed.attempt());
              path.dialer().sendOrigin(origin);
              return dialed.socket().close().map(true);
            });
  }

  private static Future<List<Attempt>> tries(
      Path path, OpeningRequest request, List<Attempt> before) {
    return path.openFirst(request)
        .compose(
            dialed -> {
              before.add(dialed.attempt());
              if (dialed.socket() != null) {
                return dialed.socket().close().map(before);
              }
              return before.size() < tries(dialed.attempt()) && !isRedirect(dialed.attempt())
                  ? tries(path, request, before)
                  : Future.succeededFuture(before);
            });
  }

  /** One of several that listen at an address may be gone, which was reached before. */
  private static int tries(Attempt last) {
    return last.result() == Attempt.Result.CONNECT_REFUSED ? REFUSED_TRIES : TRIES;
  }

  private static boolean isRedirect(Attempt attempt) {
    return attempt.status() / 100 == 3;
  }

  private static Future<Upgrade> compare(Path path, OpeningRequest request, List<Attempt> tries) {
    return path.openFirst(request.withoutUpgrade())
        .compose(
            plain ->
                later(path, request, tries.get(0), plain.attempt())
                    .compose(
                        later ->
                            path.openFirst(request.withQuery("reply=info"))
                                .compose(
                                    query ->
                                        query.socket() == null
                                            ? Future.succeededFuture(query)
                                            : query.socket().close().map(query))
                                .compose(
                                    query ->
                                        isTlsPort(path, tries, plain.attempt())
                                            .map(
                                                tls ->
                                                    new Upgrade(
                                                        tries,
                                                        plain.attempt(),
                                                        later,
                                                        query.attempt(),
                                                        tls)))));
  }

  /** Whether what ends plain HTTP without an answer takes a TLS handshake. */
  private static Future<Boolean> isTlsPort(Path path, List<Attempt> tries, Attempt plain) {
    if (path.connector().isTls()
        || plain.isAnswered()
        || tries.stream().anyMatch(Attempt::isAnswered)) {
      return Future.succeededFuture(false);
    }
    return path.connector()
        .hello(
            ClientHello.of(0x0303, path.connector().serverName(), new SecureRandom()),
            path.patience(1))
        .map(received -> ClientHello.isAnswered(received.bytes()))
        .otherwise(false);
  }

  /** The plain request once more, where it was answered as the upgrade. */
  private static Future<@Nullable Attempt> later(
      Path path, OpeningRequest request, Attempt upgrade, Attempt plain) {
    if (!plain.isAnswered() || plain.status() != upgrade.status()) {
      return Future.succeededFuture(null);
    }
    return path.after(LATER)
        .compose(v -> path.openFirst(request.withoutUpgrade()))
        .map(Dialed::attempt);
  }
}
