package io.wsgauge.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.concurrent.FastThreadLocal;
import org.jspecify.annotations.Nullable;

/**
 * Two buffers that all WebSockets of an event loop share: what is read has mostly been answered,
 * and the answer written, by the time that the loop turns to the next one. So an idle WebSocket has
 * no buffer, and a busy one seldom needs one of its own.
 */
final class EventLoopBuffers {
  static final int SIZE = 65536;

  private static final FastThreadLocal<EventLoopBuffers> OF_THREAD =
      new FastThreadLocal<>() {
        @Override
        protected EventLoopBuffers initialValue() {
          return new EventLoopBuffers();
        }

        @Override
        protected void onRemoval(EventLoopBuffers buffers) {
          buffers.release();
        }
      };

  private @Nullable ByteBuf in;
  private @Nullable ByteBuf out;

  private EventLoopBuffers() {}

  /** The buffers of the event loop that asks. */
  static EventLoopBuffers here() {
    return OF_THREAD.get();
  }

  /** An empty buffer to read to, for the caller to release. */
  ByteBuf in(ByteBufAllocator allocator) {
    in = unused(in, allocator);
    return in.retain();
  }

  /** An empty buffer to write from, for the caller to release. */
  ByteBuf out(ByteBufAllocator allocator) {
    out = unused(out, allocator);
    return out.retain();
  }

  /** The same one, unless somebody still holds it. */
  private static ByteBuf unused(@Nullable ByteBuf former, ByteBufAllocator allocator) {
    if (former != null && former.refCnt() == 1) {
      return former.clear();
    }
    ByteBuf next =
        allocator.directBuffer(SIZE, SIZE); // before the other is let go, for it may fail
    if (former != null) {
      former.release();
    }
    return next;
  }

  private void release() {
    if (in != null) {
      in.release();
    }
    if (out != null) {
      out.release();
    }
  }
}
