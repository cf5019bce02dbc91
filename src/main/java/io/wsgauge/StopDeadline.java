package io.wsgauge;

import io.wsgauge.command.ExitCode;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * Ends the process where its stop takes longer than it may: an event loop may hang, and memory may
 * be missing of which a stop in order needs some. So its thread is there from the start.
 */
final class StopDeadline {
  /** Beyond the shutdown timeout, in which everything should have ended. */
  private static final Duration GRACE = Duration.ofMillis(1500);

  private final CountDownLatch stopping = new CountDownLatch(1);

  /**
   * @param err to report it on
   */
  StopDeadline(Duration shutdownTimeout, PrintStream err) {
    Duration timeout = shutdownTimeout.plus(GRACE);
    Thread thread = new Thread(() -> await(timeout, err), "stop-deadline");
    thread.setDaemon(true);
    thread.start();
  }

  /** The stop begins. */
  void begin() {
    stopping.countDown();
  }

  private void await(Duration timeout, PrintStream err) {
    try {
      stopping.await();
      Thread.sleep(timeout.toMillis());
      err.println("wsgauge: did not stop in time, and was ended");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      Runtime.getRuntime().halt(ExitCode.FAILED);
    }
  }
}
