package io.wsgauge.testing;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails each class of tests, or else one after it, that leaks a buffer of Netty's. */
public final class LeakCheck implements AfterAllCallback {
  private static final int ROUNDS = 2;
  private static final long TIMEOUT_MILLIS = 10_000;

  @Override
  public void afterAll(ExtensionContext context) throws InterruptedException {
    if (!ResourceLeakDetector.isEnabled()) {
      return; // as in an IDE, which does not read the pom's argLine
    }
    for (int round = 0; round < ROUNDS; round++) {
      collectGarbage();
      ByteBufAllocator.DEFAULT.directBuffer().release(); // the detector looks at each allocation
    }
    if (!LeakDetector.LEAKS.isEmpty()) {
      String leaks = String.join("\n", LeakDetector.LEAKS);
      LeakDetector.LEAKS.clear();
      throw new AssertionError(leaks);
    }
  }

  /** Returns when the references to what was garbage before have been told. */
  private static void collectGarbage() throws InterruptedException {
    ReferenceQueue<Object> told = new ReferenceQueue<>();
    WeakReference<Object> garbage = new WeakReference<>(new Object(), told);
    System.gc();
    if (told.remove(TIMEOUT_MILLIS) != garbage) {
      throw new AssertionError("the garbage was not collected");
    }
  }
}
