package io.wsgauge.wire;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;

/**
 * Stands next to the socket and notes when it was last written and read, in {@link
 * System#nanoTime}: the former before the system call, which on the way to a near peer may end
 * after that has answered.
 */
final class Stopwatch extends ChannelDuplexHandler {
  private long writtenAt;
  private long readAt;

  long writtenAt() {
    return writtenAt;
  }

  long readAt() {
    return readAt;
  }

  @Override
  public void flush(ChannelHandlerContext context) {
    writtenAt = System.nanoTime();
    context.flush();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object bytes) {
    readAt = System.nanoTime();
    context.fireChannelRead(bytes);
  }
}
