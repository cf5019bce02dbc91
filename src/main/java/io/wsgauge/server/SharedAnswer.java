package io.wsgauge.server;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.wsgauge.handshake.Rule;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A large answer that is made on a worker thread for all who ask for it at about the same time: who
 * asks while one is being made is given that one, and so is who asks no longer after it than it
 * took to make. Few that somebody reads are kept in memory at a time: whoever still reads one that
 * is older than those is cut. Thread-safe.
 *
 * @param <T> the answer, which nobody changes
 */
public final class SharedAnswer<T> {
  private static final Logger LOGGER = LoggerFactory.getLogger(SharedAnswer.class);

  private static final int MOST_KEPT = 3;

  private final Vertx vertx;
  private final Callable<T> maker;

  /** Editions that somebody reads, the oldest first. */
  @GuardedBy("this")
  private final Deque<Edition> kept = new ArrayDeque<>();

  /** The edition that is being made, or was made last; null when the latter is too old. */
  @GuardedBy("this")
  private @Nullable Edition latest;

  private final class Edition {
    private final Set<HttpConnection> readers = ConcurrentHashMap.newKeySet();
    private final Promise<T> made = Promise.promise();
  }

  public SharedAnswer(Vertx vertx, Callable<T> maker) {
    this.vertx = vertx;
    this.maker = maker;
  }

  /**
   * Answers a request.
   *
   * @param bodies what of the answer the request is for, one after the other; it also sets headers
   * @return fails when the answer cannot be made, which is logged once for all who asked, and not
   *     when the peer does not take it
   */
  public Future<Void> send(HttpServerRequest request, Function<T, List<Buffer>> bodies) {
    HttpConnection reader = request.connection();
    Edition edition = edition(reader);
    return Routes.inTurn(vertx.getOrCreateContext(), edition.made.future())
        .compose(answer -> Pieces.send(request, bodies.apply(answer)).recover(this::notTaken))
        .onComplete(sent -> leave(edition, reader));
  }

  private Future<Void> notTaken(Throwable error) {
    LOGGER.debug("A peer did not take an answer", error);
    return Future.succeededFuture();
  }

  private synchronized Edition edition(HttpConnection reader) {
    if (latest == null) {
      latest = new Edition();
      kept.add(latest);
      make(latest);
      if (kept.size() > MOST_KEPT) {
        kept.remove().readers.forEach(HttpConnections::cut);
      }
    }
    latest.readers.add(reader);
    return latest;
  }

  private void make(Edition edition) {
    long begun = System.nanoTime();
    vertx
        .executeBlocking(this::called, false)
        .onComplete(
            done -> {
              edition.made.handle(done);
              long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
              vertx.setTimer(Math.max(1, took), id -> outdate());
            });
  }

  private T called() throws Exception {
    try {
      return maker.call();
    } catch (Exception | Error e) {
      LOGGER.error("An answer was not made", e);
      throw new Problem(Rule.INTERNAL_ERROR, "the server failed; its log says more");
    }
  }

  private synchronized void outdate() {
    if (latest != null && latest.readers.isEmpty()) {
      kept.remove(latest);
    }
    latest = null;
  }

  private synchronized void leave(Edition edition, HttpConnection reader) {
    edition.readers.remove(reader);
    if (edition.readers.isEmpty() && edition != latest) {
      kept.remove(edition);
    }
  }
}
