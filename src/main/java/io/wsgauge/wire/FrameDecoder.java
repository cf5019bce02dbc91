package io.wsgauge.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes frames of the bytes that come in, each read of which may hold many frames or a part of one.
 * Nothing is decoded while the channel does not read by itself. Event loop only.
 */
final class FrameDecoder {
  private static final int SMALL = 2048;

  /** How many times as much memory may be kept for a frame as there is of it. */
  private static final int HEADROOM = 32;

  private final Channel channel;
  private final FrameParser reader;
  private final Consumer<Frame> handler;

  /** What was read and is no whole frame yet, or waits for the channel to read; else null. */
  private @Nullable ByteBuf kept;

  private boolean ended;

  FrameDecoder(Channel channel, FrameParser reader, Consumer<Frame> handler) {
    this.channel = channel;
    this.reader = reader;
    this.handler = handler;
  }

  /** What is to be read to: where a frame is incomplete, right behind what there is of it. */
  ByteBuf readBuffer(ByteBufAllocator allocator) {
    if (kept == null) {
      return EventLoopBuffers.here().in(allocator);
    }
    int here = kept.readableBytes();
    int missing = reader.begun() - here;
    return kept.ensureWritable(missing > 0 ? Math.min(missing, most(here)) : SMALL).retain();
  }

  /**
   * Hands over the frames that are whole now.
   *
   * @param in from {@link #readBuffer}, or not; it is released
   */
  void read(ByteBuf in) {
    try {
      if (kept == null || isKept(in)) {
        decode(in);
      } else {
        decode(kept.writeBytes(in));
      }
    } finally {
      in.release();
    }
  }

  /** Hands over what waited for the channel to read. */
  void resume() {
    if (kept != null) {
      decode(kept);
    }
  }

  /** Bytes of memory that are kept for what has not been handed over. */
  int kept() {
    return kept == null ? 0 : kept.capacity();
  }

  /** Drops whatever comes from now on. */
  void end() {
    ended = true;
  }

  /** Nothing more comes, and nothing is being handed over. */
  void release() {
    if (kept != null) {
      kept.release();
      kept = null;
    }
  }

  private void decode(ByteBuf in) {
    boolean any = false;
    while (!ended && channel.config().isAutoRead()) {
      Frame frame = reader.read(in);
      if (frame == null) {
        break;
      }
      any = true;
      handler.accept(frame);
    }
    if (ended || any || !isKept(in)) {
      keep(in);
    }
  }

  @SuppressWarnings("ReferenceEquality") // it is about the memory, and not about what is in it
  private boolean isKept(ByteBuf in) {
    return in == kept;
  }

  /** The most bytes of memory for a frame of which there are so many bytes. */
  private static int most(int here) {
    return (int) Math.min(Integer.MAX_VALUE, (long) HEADROOM * here + SMALL);
  }

  /** Copies what is left, because the rest of its memory is read to again, or is being sent. */
  private void keep(ByteBuf left) {
    ByteBuf copy = null;
    if (!ended && (left.isReadable() || reader.begun() > 0)) {
      int size = left.readableBytes();
      int wanted = Math.min(reader.begun(), most(size));
      copy = channel.alloc().directBuffer(Math.max(size, wanted)).writeBytes(left);
    }
    release();
    kept = copy;
  }
}
