package io.wsgauge.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Deflates messages (RFC 7692, section 7.2.1); Netty's encoder rejects a fragment that is empty and
 * not the last.
 *
 * <p>The JDK's compressor has one size of window alone. A smaller one is kept to by forgetting all
 * that went before each time it is full, so that nothing refers further back than it reaches; to
 * forget takes as long as to deflate some KiB, so with a very small one nothing refers back at all.
 */
final class MessageDeflater {
  private static final int LEVEL = 6;

  /** The binary logarithm of the smallest window that is used. */
  private static final int SMALLEST_USED_BITS = 12;

  /** Bytes of the empty block that ends a flush, and that the end of a message goes without. */
  private static final int TAIL_LENGTH = 4;

  /** More than a flush needs, so that a buffer with room left has taken all of it. */
  private static final int OVERHEAD = 64;

  /** Bytes that a message may deflate to without more memory being asked for. */
  private static final int LARGEST_ESTIMATE = 4096;

  /** Bytes that zlib takes. */
  private static final int DEFLATER_SIZE = 268 * 1024;

  private final ByteBufAllocator allocator;
  private final NegotiatedDeflate negotiated;
  private final BufferBudget budget;
  private final boolean refersBack;
  private final long window;

  /** Bytes that the compressor may refer back to. */
  private long history;

  /**
   * Null until there is something to deflate, and between two messages where memory is scarce: one
   * that begins anew refers to nothing that went before.
   */
  private @Nullable Deflater deflater;

  MessageDeflater(ByteBufAllocator allocator, NegotiatedDeflate negotiated, BufferBudget budget) {
    this.allocator = allocator;
    this.negotiated = negotiated;
    this.budget = budget;
    int bits = negotiated.maxWindowBits();
    this.refersBack = bits >= SMALLEST_USED_BITS;
    this.window =
        refersBack && bits < NegotiatedDeflate.LARGEST_WINDOW_BITS ? 1L << bits : Long.MAX_VALUE;
  }

  /** Nothing more is to be deflated, or another message begins with an empty window. */
  void end() {
    if (deflater != null) {
      deflater.end();
      deflater = null;
      history = 0;
      budget.use(-DEFLATER_SIZE);
    }
  }

  /**
   * @param frame of a message's
   * @return its payload, which the caller releases
   */
  ByteBuf deflate(Frame frame) {
    if (deflater == null) {
      deflater = new Deflater(LEVEL, true);
      if (!refersBack) {
        deflater.setStrategy(Deflater.HUFFMAN_ONLY);
        deflater.deflate(
            new byte[1]); // which applies it, and would else take no input the first time
      }
      budget.use(DEFLATER_SIZE);
    }
    ByteBuffer in = frame.bytes().nioBuffer(frame.start(), frame.length());
    ByteBuf out = allocator.directBuffer(Math.min(in.remaining() / 2 + OVERHEAD, LARGEST_ESTIMATE));
    try {
      while (in.remaining() > window - history) {
        int size = (int) (window - history);
        deflate(deflater, in.slice(in.position(), size), out, Deflater.FULL_FLUSH);
        in.position(in.position() + size);
      }
      boolean forget = negotiated.noContextTakeover() && frame.isFinal();
      deflate(deflater, in, out, forget ? Deflater.FULL_FLUSH : Deflater.SYNC_FLUSH);
      if (frame.isFinal()) {
        endMessage(out);
        if (!budget.isAmple()) {
          end();
        }
      }
      return out.retain();
    } finally {
      out.release();
    }
  }

  private void deflate(Deflater zlib, ByteBuffer in, ByteBuf out, int flush) {
    history = flush == Deflater.FULL_FLUSH ? 0 : history + in.remaining();
    zlib.setInput(in);
    do {
      out.ensureWritable(OVERHEAD);
      int count =
          zlib.deflate(out.internalNioBuffer(out.writerIndex(), out.writableBytes()), flush);
      out.writerIndex(out.writerIndex() + count);
    } while (!out.isWritable());
  }

  /**
   * Takes the tail off. A flush of nothing right after another writes no tail; then the message
   * ends with an empty block, of which one byte is left when the tail is gone (section 7.2.3.6).
   */
  private static void endMessage(ByteBuf out) {
    if (out.readableBytes() > TAIL_LENGTH) {
      out.writerIndex(out.writerIndex() - TAIL_LENGTH);
    } else {
      out.clear().writeByte(0);
    }
  }
}
