package io.wsgauge.wire;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;

/**
 * An event loop that shows each channel before it is registered, and so before it connects. That is
 * the one way to see how a client of Vert.x connects: its handlers come into the pipeline when all
 * is over.
 */
final class HookedEventLoop {
  private HookedEventLoop() {}

  /** The same loop, but for that. */
  static EventLoop of(EventLoop loop, Consumer<Channel> onRegister) {
    return (EventLoop)
        Proxy.newProxyInstance(
            EventLoop.class.getClassLoader(),
            new Class<?>[] {EventLoop.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("register") && arguments[0] instanceof Channel channel) {
                onRegister.accept(channel);
              }
              try {
                return method.invoke(loop, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
