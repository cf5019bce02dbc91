package io.wsgauge.testing;

import io.netty.util.ResourceLeakDetector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Made by Netty, as {@code io.netty.customResourceLeakDetector} in the pom says. */
public final class LeakDetector<T> extends ResourceLeakDetector<T> {
  static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();

  public LeakDetector(Class<?> resourceType, int samplingInterval) {
    super(resourceType, samplingInterval);
  }

  /** Netty looks for this one as well, and logs an error where it is missing. */
  public LeakDetector(Class<?> resourceType, int samplingInterval, long maxActive) {
    this(resourceType, samplingInterval);
  }

  @Override
  protected void reportTracedLeak(String resourceType, String records) {
    LEAKS.add(resourceType + " was not released before it was garbage" + records);
  }

  @Override
  protected void reportUntracedLeak(String resourceType) {
    reportTracedLeak(resourceType, "");
  }
}
