package io.wsgauge.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/** Writes frames, and gathers small ones so that one system call sends them. Event loop only. */
final class FrameEncoder {
  /** A longer payload is sent from where it lies, which costs more than to copy a shorter one. */
  private static final int LONGEST_COPIED = 4096;

  private static final int LONGEST_HEAD = 14;
  private static final int MASKED = 0x80;

  /** The source of masks, which nobody may be able to guess (section 5.3); a server needs none. */
  private static final class Masks {
    static final SecureRandom RANDOM = new SecureRandom();
  }

  private final ChannelHandlerContext context;
  private final boolean masked;
  private final Traffic sent;

  /** The deflater; null when nothing is compressed. */
  private final @Nullable MessageDeflater deflating;

  /** What was gathered and is yet to be written; else null. */
  private @Nullable ByteBuf gathered;

  private boolean unflushed;

  /**
   * @param masked whether frames are masked, as a client's must be and a server's must not
   * @param sent counts them
   * @param deflating null for no compression
   */
  FrameEncoder(
      ChannelHandlerContext context,
      boolean masked,
      Traffic sent,
      @Nullable MessageDeflater deflating) {
    this.context = context;
    this.masked = masked;
    this.sent = sent;
    this.deflating = deflating;
  }

  /** Writes a frame, of which nothing need be kept. It may not be sent before {@link #flush}. */
  void write(Frame frame) {
    if (deflating == null || Rfc6455.isControl(frame.first())) {
      writeAsIs(frame);
    } else {
      ByteBuf payload = deflating.deflate(frame);
      int compressed = frame.isContinuation() ? 0 : Rfc6455.RSV1;
      try {
        writeAsIs(
            new Frame(
                frame.first() | compressed,
                frame.isText(),
                payload,
                0,
                payload.readableBytes(),
                0));
      } finally {
        payload.release();
      }
    }
  }

  /** Writes bytes as they are, in order with the frames. */
  void writeRaw(ByteBuf bytes) {
    writeGathered();
    pass(bytes);
  }

  void flush() {
    writeGathered();
    if (unflushed) {
      unflushed = false;
      context.flush();
    }
  }

  /**
   * Calls back when all that was written until now is with the kernel; not when it never gets
   * there.
   */
  void whenWritten(Runnable action) {
    flush();
    context
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            written -> {
              if (written.isSuccess()) {
                action.run();
              }
            });
  }

  /** Nothing more is to be written. */
  void release() {
    if (gathered != null) {
      gathered.release();
      gathered = null;
    }
    if (deflating != null) {
      deflating.end();
    }
  }

  private void writeAsIs(Frame frame) {
    int length = frame.length();
    sent.add(frame.first(), length);
    if (masked) {
      int mask = Masks.RANDOM.nextInt();
      ByteBuf out = room(LONGEST_HEAD + length);
      writeHead(frame, out);
      out.writeInt(mask).writeBytes(frame.bytes(), frame.start(), length);
      Mask.apply(mask, 0, out.internalNioBuffer(out.writerIndex() - length, length));
    } else if (length <= LONGEST_COPIED) {
      ByteBuf out = room(LONGEST_HEAD + length);
      writeHead(frame, out);
      out.writeBytes(frame.bytes(), frame.start(), length);
    } else {
      writeInPlace(frame);
    }
  }

  /**
   * Puts the head right before the payload where it can, since one piece is sent faster than two.
   */
  private void writeInPlace(Frame frame) {
    int size = frame.length() < 65536 ? 4 : 10;
    ByteBuf payload = frame.bytes();
    if (frame.headroom() < size) {
      writeHead(frame, room(size));
      writeRaw(payload.retainedSlice(frame.start(), frame.length()));
    } else {
      int start = frame.start() - size;
      ByteBuf whole = payload.retainedSlice(start, size + frame.length());
      writeHead(frame, whole.writerIndex(0));
      writeRaw(whole.writerIndex(size + frame.length()));
    }
  }

  private void writeHead(Frame frame, ByteBuf out) {
    int length = frame.length();
    int masking = masked ? MASKED : 0;
    out.writeByte(frame.first());
    if (length < 126) {
      out.writeByte(masking | length);
    } else if (length < 65536) {
      out.writeByte(masking | 126).writeShort(length);
    } else {
      out.writeByte(masking | 127).writeLong(length);
    }
  }

  private ByteBuf room(int size) {
    while (gathered != null && gathered.writableBytes() < size) {
      flush(); // which may call whoever waits to write more
    }
    if (gathered == null) {
      gathered =
          size <= EventLoopBuffers.SIZE
              ? EventLoopBuffers.here().out(context.alloc())
              : context.alloc().directBuffer(size);
    }
    return gathered;
  }

  private void writeGathered() {
    if (gathered != null) {
      ByteBuf written = gathered;
      gathered = null;
      pass(waiting() > 0 ? copied(written) : written);
    }
  }

  /** Bytes that were written and wait, perhaps for a peer that does not read. */
  long waiting() {
    ChannelOutboundBuffer buffer = context.channel().unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes();
  }

  /** A copy in memory of its own size, and not in 64 KiB for a few bytes. */
  private ByteBuf copied(ByteBuf bytes) {
    try {
      return context.alloc().directBuffer(bytes.readableBytes()).writeBytes(bytes);
    } finally {
      bytes.release();
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // a void promise tells the pipeline of a failure
  private void pass(ByteBuf bytes) {
    unflushed = true;
    context.write(bytes, context.voidPromise());
  }
}
