package io.wsgauge;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wsgauge.text.ErrorText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that says where this service answers ({@code server.addressFile}): one line, a URL, from
 * when it listens until it has stopped. A file that cannot be written is warned of, and no reason
 * not to serve.
 */
final class AddressFile {
  private static final Logger LOGGER = LoggerFactory.getLogger(AddressFile.class);

  private final Vertx vertx;
  private final String file;

  /** What was written; null before. */
  private volatile @Nullable String written;

  /**
   * @param file empty for none
   */
  AddressFile(Vertx vertx, String file) {
    this.vertx = vertx;
    this.file = file;
  }

  /** Whoever reads the file meanwhile finds all of the URL, or what was there. Never fails. */
  Future<Void> write(String url) {
    return file.isEmpty()
        ? Future.succeededFuture()
        : inBackground(
            () -> {
              replace(Path.of(file).toAbsolutePath(), url + "\n");
              written = url;
              return null;
            });
  }

  /** Removes what was written, unless another service has written its own since. Never fails. */
  Future<Void> remove() {
    String mine = written;
    return mine == null
        ? Future.succeededFuture()
        : inBackground(
            () -> {
              if (read(file).equals(Optional.of(mine))) {
                Files.deleteIfExists(Path.of(file));
              }
              return null;
            });
  }

  private Future<Void> inBackground(Callable<Void> action) {
    return vertx
        .executeBlocking(action)
        .recover(
            e -> {
              LOGGER.warn("server.addressFile {}: {}", file, ErrorText.ofFile(e));
              return Future.succeededFuture();
            });
  }

  private static void replace(Path file, String text) throws IOException {
    // its name is new: in a directory that is everybody's nobody has put a link there
    Path temporary = Files.createTempFile(file.getParent(), ".wsgauge", null);
    try {
      Files.writeString(temporary, text);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** The URL in the file; empty where there is none of HTTP to be read. Blocks. */
  static Optional<String> read(String file) {
    try {
      return file.isEmpty()
          ? Optional.empty()
          : Optional.of(Files.readString(Path.of(file)).strip())
              .filter(url -> url.matches("https?://\\S+"));
    } catch (IOException | InvalidPathException e) {
      return Optional.empty(); // nothing runs, or that of somebody else
    }
  }
}
