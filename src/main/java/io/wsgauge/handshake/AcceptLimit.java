package io.wsgauge.handshake;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.util.concurrent.Future;
import io.wsgauge.wire.Turn;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A bound on the connections of a listener that are accepted and that their event loops have not
 * looked at yet. Beyond it they wait with the kernel, in their order, which keeps less for each and
 * refuses those that are too many. Thread-safe.
 */
@Sharable
final class AcceptLimit extends ChannelInboundHandlerAdapter {
  private static final int MAX_UNSEEN = 32;

  private final AtomicInteger unseen = new AtomicInteger();

  private AcceptLimit() {}

  /**
   * Limits those that come after this one: Vert.x shows a listener with its connections alone.
   * Calling it again changes nothing.
   */
  static void install(Channel connection) {
    ChannelPipeline listener = connection.parent().pipeline();
    if (listener.get(AcceptLimit.class) == null) {
      synchronized (listener) {
        if (listener.get(AcceptLimit.class) == null) {
          listener.addFirst(new AcceptLimit());
        }
      }
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object accepted) {
    Channel listener = context.channel();
    if (unseen.incrementAndGet() >= MAX_UNSEEN) {
      listener.config().setAutoRead(false);
    }
    context.fireChannelRead(accepted);
    try {
      Future<?> unused =
          Turn.afterIo(((Channel) accepted).eventLoop(), () -> seen(context.channel()));
    } catch (RejectedExecutionException | IllegalStateException e) {
      seen(listener); // which has no event loop, or one that has ended, and so is closed
    }
  }

  private void seen(Channel listener) {
    if (unseen.decrementAndGet() <= MAX_UNSEEN / 2 && !listener.config().isAutoRead()) {
      listener.config().setAutoRead(true);
    }
  }
}
