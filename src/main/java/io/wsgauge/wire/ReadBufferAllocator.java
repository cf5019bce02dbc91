package io.wsgauge.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.UncheckedBooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one channel is read to: buffers of its own, whose size follows the traffic, until it is a
 * WebSocket that says itself. Event loop only.
 */
public final class ReadBufferAllocator implements RecvByteBufAllocator {
  /** Bytes for a request: few, since there are many of them, and most heads fit. */
  private static final int LARGEST_OF_HTTP = 4096;

  private final RecvByteBufAllocator former;
  private int largest = LARGEST_OF_HTTP;
  private @Nullable FrameDecoder input;

  /**
   * @param former gives the channel's own
   */
  public ReadBufferAllocator(RecvByteBufAllocator former) {
    this.former = former;
  }

  /**
   * Lets the input say what its channel is read to, from now on; with TLS, which reads for itself,
   * the buffers may be larger instead. Changes nothing where a channel has no such buffers.
   */
  static void leaveTo(FrameDecoder frames, Channel channel) {
    if (channel.config().getRecvByteBufAllocator() instanceof ReadBufferAllocator buffers) {
      buffers.largest = Integer.MAX_VALUE;
      if (channel.pipeline().get(SslHandler.class) == null) {
        buffers.input = frames;
      }
    }
  }

  @Override
  public ExtendedHandle newHandle() {
    return new Buffers((ExtendedHandle) former.newHandle());
  }

  private final class Buffers extends DelegatingHandle implements ExtendedHandle {
    Buffers(ExtendedHandle delegate) {
      super(delegate);
    }

    @Override
    public ByteBuf allocate(ByteBufAllocator allocator) {
      return input == null
          ? allocator.ioBuffer(Math.min(guess(), largest))
          : input.readBuffer(allocator);
    }

    @Override
    public boolean continueReading(UncheckedBooleanSupplier maybeMoreData) {
      return ((ExtendedHandle) delegate()).continueReading(maybeMoreData);
    }
  }
}
