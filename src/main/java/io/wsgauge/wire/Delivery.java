package io.wsgauge.wire;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollTcpInfo;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Waits until the peer's kernel has what this end's kernel was given, which a reset would overtake.
 * With epoll, that is known to within a retransmission timeout (RFC 6298): in such a time nothing
 * was sent, nothing is in flight, and the kernel has not begun to probe a peer that takes no more.
 * Without epoll, the shortest such timeout has to be enough. Event loop only.
 */
final class Delivery {
  /** The shortest retransmission timeout of Linux, and some time to notice that it has passed. */
  private static final long SHORTEST_WAIT_MILLIS = 220;

  private final Channel channel;
  private final Runnable onDelivered;
  private boolean waited;

  /**
   * @param onDelivered not called when the channel has ended before
   */
  Delivery(Channel channel, Runnable onDelivered) {
    this.channel = channel;
    this.onDelivered = onDelivered;
  }

  void await() {
    if (!channel.isActive()) {
      return;
    }
    long wait = SHORTEST_WAIT_MILLIS;
    boolean delivered = waited;
    if (channel instanceof EpollSocketChannel socket) {
      EpollTcpInfo info = socket.tcpInfo();
      wait = Math.max(wait, TimeUnit.MICROSECONDS.toMillis(info.rto()));
      delivered = info.lastDataSent() >= wait && info.unacked() == 0 && info.backoff() == 0;
    }
    if (delivered) {
      onDelivered.run();
      return;
    }
    waited = true;
    Future<?> unused = channel.eventLoop().schedule(this::await, wait, TimeUnit.MILLISECONDS);
  }
}
