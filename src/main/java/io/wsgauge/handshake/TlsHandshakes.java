package io.wsgauge.handshake;

import static io.netty.channel.ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The connections of a listener whose TLS handshake is under way. One too many takes the place of
 * the oldest, so that those which are never completed keep nobody out. Thread-safe.
 */
@Sharable
final class TlsHandshakes extends ChannelInboundHandlerAdapter {
  private final int max;

  /** Connections in the order of their begin. */
  @GuardedBy("itself")
  private final Set<Channel> underWay = new LinkedHashSet<>();

  private TlsHandshakes(int max) {
    this.max = max;
  }

  /**
   * A handshake is done. Vert.x shows a listener with its connections alone, so that the first of
   * them has those limited that come after it.
   */
  static void done(Channel connection, int max) {
    ChannelPipeline listener = connection.parent().pipeline();
    TlsHandshakes handshakes = listener.get(TlsHandshakes.class);
    if (handshakes != null) {
      handshakes.remove(connection);
      return;
    }
    synchronized (listener) {
      if (listener.get(TlsHandshakes.class) == null) {
        listener.addFirst(new TlsHandshakes(max));
      }
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object accepted) {
    Channel connection = (Channel) accepted;
    connection.closeFuture().addListener(closed -> remove(connection));
    Channel oldest = null;
    synchronized (underWay) {
      underWay.add(connection);
      if (underWay.size() > max) {
        oldest = underWay.iterator().next();
        underWay.remove(oldest);
      }
    }
    connection.pipeline().addFirst(new TlsRecordLimit());
    context.fireChannelRead(accepted);
    if (oldest != null) {
      oldest.close().addListener(FIRE_EXCEPTION_ON_FAILURE);
    }
  }

  private void remove(Channel connection) {
    synchronized (underWay) {
      underWay.remove(connection);
    }
  }
}
