package io.wsgauge.handshake;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.wsgauge.handshake.UpgradeException.Fault;
import io.wsgauge.text.Payloads;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Sees of the final answer to a client what Netty's decoder is lenient of: it passes over what is
 * before the status line, takes {@code 0101} and {@code +101} for 101, and leaves Transfer-Encoding
 * out of it. Stands before that decoder.
 */
final class RawHead extends ChannelInboundHandlerAdapter {
  private static final String SWITCHING = "HTTP/1.1 101 ";
  private static final String INFORMATIONAL = "HTTP/1.1 1";
  private static final int LONGEST = 4096;

  private static final String HTTP = "HTTP/";
  private static final int TLS_HANDSHAKE = 22;
  private static final int TLS_ALERT = 21;

  private final UnaryOperator<String> mask;
  private final Consumer<UpgradeException> refused;
  private final StringBuilder next = new StringBuilder();
  private String statusLine = "";
  private boolean transferEncoding;

  /** Whether the header lines of an informational answer (1xx) come in. */
  private boolean withinHeaders;

  private boolean complete;

  /** Characters of "HTTP/" that have come in, with which all answers begin. */
  private int begun;

  /**
   * @param mask of what may be a secret in a text of the peer's
   * @param refused called when what comes in is not HTTP; it goes no further then
   */
  RawHead(UnaryOperator<String> mask, Consumer<UpgradeException> refused) {
    this.mask = mask;
    this.refused = refused;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof ByteBuf bytes && begun < HTTP.length() && !isHttp(bytes)) {
      refused.accept(new UpgradeException(Fault.NOT_WEBSOCKET, described(bytes)));
      bytes.release();
      return;
    }
    if (message instanceof ByteBuf bytes && !complete) {
      bytes.forEachByte(
          b -> {
            take((char) (b & 0xff));
            return !complete;
          });
    }
    context.fireChannelRead(message);
  }

  private boolean isHttp(ByteBuf bytes) {
    int i = bytes.readerIndex();
    while (begun < HTTP.length() && i < bytes.writerIndex()) {
      if (bytes.getByte(i++) != HTTP.charAt(begun)) {
        return false;
      }
      begun++;
    }
    return true;
  }

  private String described(ByteBuf bytes) {
    byte first = bytes.getByte(bytes.readerIndex());
    if (first == TLS_ALERT || first == TLS_HANDSHAKE) {
      return "the port speaks TLS: the URL must begin with wss://";
    }
    String line = bytes.toString(UTF_8).lines().findFirst().orElse("").strip();
    boolean text = !line.isEmpty() && line.equals(Payloads.visible(line));
    return "the answer is not HTTP/1.1" + (text ? ": " + Payloads.field(mask.apply(line)) : "");
  }

  private void take(char c) {
    if (c != '\n') {
      if (next.length() < LONGEST) {
        next.append(c);
      }
      return;
    }
    String line = next.toString();
    next.setLength(0);
    if (!withinHeaders) {
      statusLine = line;
      transferEncoding = false;
      withinHeaders = line.startsWith(INFORMATIONAL);
      complete = !withinHeaders;
    } else if (line.isBlank()) {
      withinHeaders = false;
      complete = statusLine.startsWith(SWITCHING);
    } else {
      transferEncoding |= line.toLowerCase(Locale.ROOT).startsWith("transfer-encoding");
    }
  }

  /** Whether the status line is one of HTTP/1.1 with 101 (RFC 9112, section 4). */
  boolean isSwitching() {
    return statusLine.startsWith(SWITCHING)
        && statusLine.endsWith("\r")
        && statusLine
            .chars()
            .limit(statusLine.length() - 1L)
            .allMatch(c -> c == '\t' || (c >= ' ' && c != 0x7f));
  }

  /** Whether a 101 names a transfer encoding. */
  boolean hasTransferEncoding() {
    return transferEncoding;
  }
}
