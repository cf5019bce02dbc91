package io.wsgauge;

import java.lang.reflect.Proxy;

/**
 * Handles signals of the operating system, for which Java has {@code sun.misc.Signal} alone (kept
 * by JEP 260). By reflection, because javac warns of it in a way that nothing suppresses.
 */
final class Signals {
  private Signals() {}

  /**
   * Runs the action, on a thread of its own, at each signal of that name.
   *
   * @param name without its SIG
   */
  static void handle(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
      Object handler =
          Proxy.newProxyInstance(
              handlerType.getClassLoader(),
              new Class<?>[] {handlerType},
              (proxy, method, arguments) -> {
                action.run();
                return null;
              });
      signal
          .getMethod("handle", signal, handlerType)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), handler);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("SIG" + name + " cannot be handled", e);
    }
  }
}
