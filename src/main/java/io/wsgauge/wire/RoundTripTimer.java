package io.wsgauge.wire;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;

/**
 * Stands next to the socket and notes when it is written and read, in {@link System#nanoTime}: the
 * former before the system call, which on the way to a near peer may end after that has answered.
 */
public final class RoundTripTimer extends ChannelDuplexHandler {
  private boolean armed;
  private long writtenAt;
  private long readAt;

  /** The next flush is the one to note. */
  void arm() {
    armed = true;
  }

  long writtenAt() {
    return writtenAt;
  }

  /** The latest. */
  long readAt() {
    return readAt;
  }

  @Override
  public void flush(ChannelHandlerContext context) {
    if (armed) {
      armed = false;
      writtenAt = System.nanoTime();
    }
    context.flush();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object bytes) {
    readAt = System.nanoTime();
    context.fireChannelRead(bytes);
  }
}
