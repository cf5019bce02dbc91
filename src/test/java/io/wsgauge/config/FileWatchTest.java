package io.wsgauge.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.testing.CapturedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(VertxExtension.class)
class FileWatchTest {
  @TempDir Path directory;

  /** A verticle that watches a file of its own. */
  private final class Watching extends VerticleBase {
    private final Path file;
    private final BlockingQueue<String> taken = new LinkedBlockingQueue<>();
    private final BlockingQueue<Boolean> counted = new LinkedBlockingQueue<>();
    private FileWatch<String> watch;
    private int changes;

    Watching(String name) throws IOException {
      file = Files.writeString(directory.resolve(name), "at the start");
    }

    @Override
    public Future<?> start() {
      watch =
          new FileWatch<>(
              vertx,
              List.of(file.toString()),
              () -> Files.readString(file),
              this::take,
              counted::add);
      return watch.start(Duration.ofMillis(1));
    }

    void readNow() {
      context.runOnContext(v -> watch.readNow());
    }

    private Future<?> take(String content) {
      taken.add(content);
      return Future.succeededFuture();
    }

    /** In one step, so that no half of it is read. */
    String change() throws IOException {
      String content = "change " + ++changes;
      Path next = Files.writeString(directory.resolve("next"), content);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
      return content;
    }

    /** Waits until the latest content has been taken. */
    void awaitTaken(String content) throws InterruptedException {
      String next;
      do {
        next = taken.poll(10, TimeUnit.SECONDS);
        assertNotNull(next, content);
      } while (!next.equals(content));
    }
  }

  @Test
  @DisplayName("each change is taken, and what has not changed is not taken again")
  void takesChanges(Vertx vertx) throws Exception {
    Watching watching = new Watching("a");
    vertx.deployVerticle(watching).await(10, TimeUnit.SECONDS);
    Watching other = new Watching("b");
    vertx.deployVerticle(other).await(10, TimeUnit.SECONDS);
    watching.awaitTaken(watching.change());
    letTimePass(other); // it may have been changed during a look, and so be taken twice
    watching.taken.clear();
    letTimePass(other);
    assertEquals(List.of(), List.copyOf(watching.taken));
    watching.awaitTaken(watching.change());
  }

  @Test
  @DisplayName("what has not changed is read as well for who asks for it")
  void readNow(Vertx vertx) throws Exception {
    Watching watching = new Watching("a");
    vertx.deployVerticle(watching).await(10, TimeUnit.SECONDS);
    watching.readNow();
    watching.awaitTaken("at the start");
    watching.readNow();
    watching.awaitTaken("at the start");
  }

  @Test
  @DisplayName("each change counts as taken or as failed")
  void counts(Vertx vertx) throws Exception {
    Watching watching = new Watching("a");
    vertx.deployVerticle(watching).await(10, TimeUnit.SECONDS);
    Files.delete(watching.file);
    assertEquals(false, watching.counted.poll(10, TimeUnit.SECONDS));
    watching.awaitTaken(watching.change());
    assertEquals(true, watching.counted.poll(10, TimeUnit.SECONDS));
  }

  @Test
  @DisplayName("a file that is missing is told once, and taken when it is back")
  void missing(Vertx vertx) throws Exception {
    Watching watching = new Watching("a");
    vertx.deployVerticle(watching).await(10, TimeUnit.SECONDS);
    Watching other = new Watching("b");
    vertx.deployVerticle(other).await(10, TimeUnit.SECONDS);
    try (CapturedLog log = CapturedLog.of(FileWatch.class.getName())) {
      Files.delete(watching.file);
      String told = "what was read before stays in use of " + watching.file;
      log.awaitLine("WARN " + told + ": no such file: " + watching.file);
      letTimePass(other);
      watching.awaitTaken(watching.change());
      assertEquals(1, log.linesWith(told).size());
    }
  }

  @Test
  @DisplayName("it ends with the verticle that began it")
  void ends(Vertx vertx) throws Exception {
    Watching watching = new Watching("a");
    String id = vertx.deployVerticle(watching).await(10, TimeUnit.SECONDS);
    Watching other = new Watching("b");
    vertx.deployVerticle(other).await(10, TimeUnit.SECONDS);
    vertx.undeploy(id).await(10, TimeUnit.SECONDS);
    letTimePass(other); // a look that is under way comes to its end
    String change = watching.change();
    letTimePass(other);
    assertFalse(watching.taken.contains(change));
  }

  /** As long as a watch needs for some looks. */
  private static void letTimePass(Watching other) throws Exception {
    for (int i = 0; i < 5; i++) {
      other.awaitTaken(other.change());
    }
  }
}
