package io.wsgauge.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Keeps the status line of the final answer to a client as it came, of which Netty's decoder is
 * lenient: it passes over what is before it, and takes {@code 0101} and {@code +101} for 101.
 * Stands before that decoder.
 */
final class StatusLine extends ChannelInboundHandlerAdapter {
  private static final String SWITCHING = "HTTP/1.1 101 ";
  private static final String INTERIM = "HTTP/1.1 1";
  private static final int LONGEST = 4096;

  private String line = "";
  private final StringBuilder next = new StringBuilder();

  /** Whether the header lines of an answer that is not the final one come in. */
  private boolean interim;

  private boolean complete;

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof ByteBuf bytes && !complete) {
      bytes.forEachByte(
          b -> {
            take((char) (b & 0xff));
            return !complete;
          });
    }
    context.fireChannelRead(message);
  }

  private void take(char c) {
    if (c != '\n') {
      if (next.length() < LONGEST) {
        next.append(c);
      }
      return;
    }
    if (interim) {
      interim = !next.toString().strip().isEmpty(); // a head ends with an empty line
    } else {
      line = next.toString();
      interim = line.startsWith(INTERIM) && !line.startsWith(SWITCHING);
      complete = !interim;
    }
    next.setLength(0);
  }

  /** Whether it is one of HTTP/1.1 with 101 (RFC 9112, section 4). */
  boolean isSwitching() {
    return complete
        && line.startsWith(SWITCHING)
        && line.endsWith("\r")
        && line.chars()
            .limit(line.length() - 1L)
            .allMatch(c -> c == '\t' || (c >= ' ' && c != 0x7f));
  }
}
