package io.wsgauge.config;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wsgauge.text.ErrorText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads files again when their content has changed. It looks at the content itself, because an
 * orchestrator changes files by turning a link elsewhere, of which no event reports.
 *
 * @param <T> what is made of the files
 */
public final class FileWatch<T> {
  private static final Logger LOGGER = LoggerFactory.getLogger(FileWatch.class);

  /** Lines of the log, for what is wrong with what was read. */
  private static final int MAX_LINES = 20;

  private final Vertx vertx;
  private final List<String> files;
  private final Callable<T> reader;
  private final Function<T, Future<?>> taker;
  private final Consumer<Boolean> counter;

  private List<ByteBuffer> known = List.of();

  /** Whether a look is under way, so that none overlap. */
  private boolean looking;

  /** Whether the next look reads what has not changed as well. */
  private boolean forced;

  /** The latest failure, so that it is logged once and not each time; null after a success. */
  private @Nullable String failure;

  /**
   * @param files no name is empty
   * @param reader may block; when it fails, what was read before stays in use, and that is logged
   * @param taker puts it to use; called on the event loop that started the watch
   */
  public FileWatch(
      Vertx vertx, List<String> files, Callable<T> reader, Function<T, Future<?>> taker) {
    this(vertx, files, reader, taker, success -> {});
  }

  /**
   * As well.
   *
   * @param counter called for each change with whether it was put to use; called where the taker is
   */
  public FileWatch(
      Vertx vertx,
      List<String> files,
      Callable<T> reader,
      Function<T, Future<?>> taker,
      Consumer<Boolean> counter) {
    this.vertx = vertx;
    this.files = files;
    this.reader = reader;
    this.taker = taker;
    this.counter = counter;
  }

  /**
   * Begins; what is in the files at that time counts as read. It ends with the calling verticle.
   *
   * @param interval from one look to the next; zero, or no files, begins nothing
   * @return done when each change from now on will be seen; it does not fail
   */
  public Future<Void> start(Duration interval) {
    if (interval.isZero() || files.isEmpty()) {
      return Future.succeededFuture();
    }
    looking = true;
    // Vert.x ends this with the verticle, and a Timer it does not
    vertx.setPeriodic(interval.toMillis(), fired -> look());
    return end(vertx.executeBlocking(this::contents).onSuccess(contents -> known = contents));
  }

  /**
   * Looks at once, without an interval as well, and reads even what has not changed. A look that is
   * under way is followed by another.
   */
  public void readNow() {
    forced = true;
    look();
  }

  private void look() {
    if (!looking) {
      looking = true;
      boolean unchangedAsWell = forced;
      forced = false;
      end(read(unchangedAsWell));
    }
  }

  private Future<Void> end(Future<?> look) {
    return look.onFailure(this::failed)
        .onComplete(
            done -> {
              looking = false;
              if (forced) {
                look();
              }
            })
        .otherwiseEmpty()
        .mapEmpty();
  }

  private Future<Void> read(boolean unchangedAsWell) {
    if (unchangedAsWell) {
      failure = null; // who asks gets an answer
    }
    return vertx
        .executeBlocking(this::contents)
        .compose(
            contents -> {
              boolean changed = !contents.equals(known);
              if (!changed && !unchangedAsWell) {
                failure = null;
                return Future.succeededFuture();
              }
              known = contents;
              return vertx
                  .executeBlocking(reader)
                  .compose(read -> taker.apply(read).mapEmpty())
                  .map(taken -> taken(changed));
            });
  }

  private Void taken(boolean changed) {
    failure = null;
    String reason = changed ? ", because it has changed" : "";
    LOGGER.info("read again{}: {}", reason, String.join(", ", files));
    counter.accept(true);
    return null;
  }

  private void failed(Throwable error) {
    if (error instanceof RejectedExecutionException) {
      return; // Vert.x was closed meanwhile
    }
    String now = ErrorText.of(error);
    if (!now.equals(failure)) {
      failure = now;
      if (error instanceof ConfigException) {
        logLines("what was read before stays in use: " + error.getMessage());
      } else {
        LOGGER.warn("what was read before stays in use of {}: {}", String.join(", ", files), now);
      }
      counter.accept(false);
    }
  }

  /** A line of the log each, since a line holds no break. */
  private static void logLines(String text) {
    List<String> lines = text.lines().toList();
    lines.stream().limit(MAX_LINES).forEach(LOGGER::warn);
    if (lines.size() > MAX_LINES) {
      LOGGER.warn("  … {} more", lines.size() - MAX_LINES);
    }
  }

  private List<ByteBuffer> contents() throws IOException {
    List<ByteBuffer> contents = new ArrayList<>();
    for (String file : files) {
      contents.add(ByteBuffer.wrap(ConfiguredFile.bytes(Path.of(file))));
    }
    return contents;
  }
}
