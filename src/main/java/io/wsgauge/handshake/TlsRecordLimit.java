package io.wsgauge.handshake;

import static io.netty.channel.ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import javax.net.ssl.SSLException;

/**
 * A bound on the TLS records of a peer in which there is no data, such as those with which it
 * changes its key (KeyUpdate, RFC 8446, section 4.6.3): each costs this end as much as to decrypt
 * some KiB, and the peer next to nothing. Hands on one record at a time, which is looked at before
 * the next. One too many ends the connection; a handshake has fewer. Event loop only.
 */
final class TlsRecordLimit extends ChannelInboundHandlerAdapter {
  /** As many in a row as BoringSSL takes. */
  static final int MOST_WITHOUT_DATA = 32;

  /** Records after which it begins to count anew, so that few with data excuse none without. */
  private static final int COUNTED_TOGETHER = 1024;

  /** Bytes of a record's head: its type, version and, in the last two, the length of the rest. */
  private static final int HEAD = 5;

  private static final int LENGTH_INDEX = 3;

  /** Bytes of the head of the record that is coming in that are here. */
  private int head;

  /** Bytes that this record lacks, as far as its head is known. */
  private int missing;

  private int records;
  private int withoutData;
  private boolean hasData;

  /** Looks at a connection with TLS, and what it decrypts from now on. */
  static void install(ChannelPipeline pipeline) {
    String tls = pipeline.context(SslHandler.class).name();
    TlsRecordLimit limit = pipeline.get(TlsRecordLimit.class);
    if (limit == null) {
      limit = new TlsRecordLimit();
      pipeline.addBefore(tls, null, limit);
    }
    pipeline.addAfter(tls, null, limit.new Decrypted());
  }

  @Override
  public void channelRead(ChannelHandlerContext here, Object read) {
    ByteBuf bytes = (ByteBuf) read;
    try {
      while (bytes.isReadable() && !here.isRemoved()) {
        hasData = false;
        int size = upToRecordEnd(bytes);
        here.fireChannelRead(bytes.readRetainedSlice(size));
        if (head == HEAD && missing == 0) {
          head = 0;
          if (isTooMany()) {
            here.fireExceptionCaught(
                new DecoderException(
                    new SSLException("over " + MOST_WITHOUT_DATA + " records without data")));
            here.close().addListener(FIRE_EXCEPTION_ON_FAILURE);
            return;
          }
        }
      }
    } finally {
      bytes.release();
    }
  }

  private int upToRecordEnd(ByteBuf bytes) {
    int end = bytes.readerIndex();
    for (; head < HEAD && end < bytes.writerIndex(); head++) {
      int octet = bytes.getUnsignedByte(end++);
      missing = head < LENGTH_INDEX ? 0 : missing << Byte.SIZE | octet;
    }
    int rest = head < HEAD ? 0 : Math.min(missing, bytes.writerIndex() - end);
    missing -= rest;
    return end + rest - bytes.readerIndex();
  }

  private boolean isTooMany() {
    if (++records > COUNTED_TOGETHER) {
      records = 1;
      withoutData = 0;
    }
    return !hasData && ++withoutData > MOST_WITHOUT_DATA;
  }

  /** Sees what was in a record. */
  private final class Decrypted extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext here, Object data) {
      hasData = true;
      here.fireChannelRead(data);
    }
  }
}
