package io.wsgauge.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.function.Consumer;

/** A server's {@link FrameChannel} without a socket. */
public final class FramePath {
  private final FrameDecoder input;
  private final FrameEncoder output;

  public FramePath(EmbeddedChannel channel, int maxFrameSize, Consumer<Frame> handler) {
    Limits limits = Limits.of(Limit.ofSize("maxFrameSize", maxFrameSize), Limit.NONE, Limit.NONE);
    ChannelHandlerContext context = channel.pipeline().firstContext();
    input = new FrameDecoder(channel, new FrameParser(true, false, limits, null), handler);
    output = new FrameEncoder(context, false, new Traffic(false), null);
  }

  /** As a read from the socket: copies the bytes, as the kernel would. */
  public void read(ByteBuf bytes) {
    ByteBuf room = input.readBuffer(bytes.alloc());
    input.read(room.writeBytes(bytes, 0, bytes.readableBytes()));
    output.flush();
  }

  public void send(Frame frame) {
    output.write(frame);
  }
}
