package io.wsgauge.server;

/** The end of the process, which takes the page's files away before it stops the server. */
public final class JvmEnd {
  private JvmEnd() {}

  /** Whether it has begun. Thread-safe. */
  public static boolean hasBegun() {
    Thread none = new Thread();
    try {
      Runtime.getRuntime().addShutdownHook(none); // which alone says so
      return !Runtime.getRuntime().removeShutdownHook(none);
    } catch (IllegalStateException e) {
      return true;
    }
  }
}
