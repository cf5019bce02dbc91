package io.wsgauge.handshake;

import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.SocketAddress;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An event loop that shows a connection before it is registered, and so before it connects. That is
 * the one way to see how a client of Vert.x connects: its handlers come into the pipeline when all
 * is over.
 *
 * <p>Used again and again, because Vert.x makes a resolver for each event loop that it resolves a
 * proxy's name on, and keeps it for ever. Event loop only.
 */
final class HookedEventLoop {
  private final ContextInternal context;
  private final Deque<HookedEventLoop> free;

  /** The one to show a connection to; null without one. */
  private @Nullable Consumer<SocketChannel> hook;

  /**
   * @param free where it goes when it is given back
   */
  private HookedEventLoop(ContextInternal parent, Deque<HookedEventLoop> free) {
    this.free = free;
    EventLoop loop = parent.nettyEventLoop();
    EventLoop hooked =
        (EventLoop)
            Proxy.newProxyInstance(
                EventLoop.class.getClassLoader(),
                new Class<?>[] {EventLoop.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("register")) {
                    show(arguments[0]);
                  }
                  try {
                    return method.invoke(loop, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
    this.context = parent.toBuilder().withEventLoop(hooked).build();
  }

  /**
   * One that is free; it belongs to the context.
   *
   * @param server that the next TCP connection is to
   * @param hook shown that connection, once
   */
  static HookedEventLoop take(
      ContextInternal context, SocketAddress server, Consumer<SocketChannel> hook) {
    Deque<HookedEventLoop> free = freeOnes(context);
    HookedEventLoop taken = free.isEmpty() ? new HookedEventLoop(context, free) : free.pop();
    taken.context.contextData().put(SocketAddress.class, server);
    taken.hook = hook;
    return taken;
  }

  /** The server that a context of such a loop connects to. */
  static SocketAddress server(ContextInternal context) {
    return Objects.requireNonNull(
        (SocketAddress) context.contextData().get(SocketAddress.class), "no attempt's context");
  }

  @SuppressWarnings("unchecked") // nobody else has the key
  private static Deque<HookedEventLoop> freeOnes(ContextInternal context) {
    return (Deque<HookedEventLoop>)
        context
            .contextData()
            .computeIfAbsent(HookedEventLoop.class, key -> new ArrayDeque<HookedEventLoop>());
  }

  /** Gives the loop back when nothing connects on it any more. */
  void giveBack() {
    hook = null;
    free.push(this);
  }

  /** The context that connects on it. */
  ContextInternal context() {
    return context;
  }

  private void show(Object registered) {
    Consumer<SocketChannel> shown = hook;
    if (registered instanceof SocketChannel channel && shown != null) {
      hook = null;
      shown.accept(channel);
    }
  }
}
