package io.wsgauge.wire;

import io.netty.channel.ChannelHandler;

/** The server's decoder, for benchmarks in other packages. */
public final class Decoders {
  private Decoders() {}

  public static ChannelHandler ofServer(int maxFrameSize) {
    Limit size = Limit.ofSize("socket.maxFrameSize", maxFrameSize);
    return new FrameDecoder(true, false, Limits.of(size, Limit.NONE, Limit.NONE));
  }
}
