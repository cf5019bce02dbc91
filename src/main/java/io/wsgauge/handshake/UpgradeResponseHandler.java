package io.wsgauge.handshake;

import static io.netty.channel.ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE;
import static io.netty.handler.codec.http.HttpHeaderNames.CONNECTION;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_LENGTH;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_TYPE;
import static io.netty.handler.codec.http.HttpHeaderNames.SEC_WEBSOCKET_ACCEPT;
import static io.netty.handler.codec.http.HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS;
import static io.netty.handler.codec.http.HttpHeaderNames.SEC_WEBSOCKET_KEY;
import static io.netty.handler.codec.http.HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL;
import static io.netty.handler.codec.http.HttpHeaderNames.SEC_WEBSOCKET_VERSION;
import static io.netty.handler.codec.http.HttpHeaderNames.UPGRADE;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.wsgauge.handshake.UpgradeException.Fault;
import io.wsgauge.wire.Limit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the answer to a client's upgrade before Vert.x does, which waits for a body's end where
 * there is one, and knows nothing of what was wrong (RFC 6455, section 4.1).
 */
final class UpgradeResponseHandler extends ChannelInboundHandlerAdapter {
  /** Listens to the one or the other. Event loop only. */
  interface Listener {
    /**
     * The answer is 101, with what belongs to it; but Netty is still to check the accept key's
     * value.
     */
    void upgraded();

    void refused(UpgradeException why);

    /** The connection failed before the answer, or amid it. */
    void broken(Throwable error);
  }

  private final List<String> subprotocols;
  private final @Nullable Limit inflatedSize;
  private final Listener listener;
  private final RawHead rawHead = new RawHead();

  private int status;
  private HttpHeaders headers = new DefaultHttpHeaders();

  /** Whether what comes in belongs to an answer that is not the final one. */
  private boolean interim;

  private boolean refused;

  /**
   * @param subprotocols that were offered
   * @param inflatedSize of a message, where permessage-deflate was offered; else null
   */
  UpgradeResponseHandler(
      @Nullable List<String> subprotocols, @Nullable Limit inflatedSize, Listener listener) {
    this.subprotocols = subprotocols == null ? List.of() : subprotocols;
    this.inflatedSize = inflatedSize;
    this.listener = listener;
  }

  /** The status of the answer; 0 before there is one. */
  int status() {
    return status;
  }

  /** The headers of the answer; empty before there is one. */
  HttpHeaders headers() {
    return headers;
  }

  /** Comes into place with the request, since only then there is a codec to stand behind. */
  void install(ChannelPipeline pipeline) {
    pipeline.addLast(
        new ChannelOutboundHandlerAdapter() {
          @Override
          public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            String codec = pipeline.context(HttpClientCodec.class).name();
            pipeline.addBefore(codec, null, rawHead);
            pipeline.addAfter(codec, null, UpgradeResponseHandler.this);
            pipeline.remove(this);
            context.write(message, promise).addListener(FIRE_EXCEPTION_ON_FAILURE);
          }
        });
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpResponse response && !refused) {
      status = response.status().code();
      headers = response.headers();
      interim =
          status / 100 == 1 && !response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
      if (!interim) {
        read(context, response);
      }
    }
    if (refused || (interim && message instanceof HttpObject)) {
      interim &= !(message instanceof LastHttpContent);
      ReferenceCountUtil.release(message);
    } else {
      context.fireChannelRead(message);
    }
  }

  /**
   * With TLS 1.3 it is only here that a client learns of a refusal of its certificate; Vert.x
   * reports the connection's end alone.
   */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable error) {
    listener.broken(
        error instanceof DecoderException && error.getCause() != null ? error.getCause() : error);
    context.fireExceptionCaught(error);
  }

  private void read(ChannelHandlerContext context, HttpResponse response) {
    context.pipeline().remove(rawHead);
    try {
      check(response);
      negotiate(context.channel());
      listener.upgraded();
    } catch (UpgradeException e) {
      refused = true;
      listener.refused(e);
    }
  }

  private void check(HttpResponse response) throws UpgradeException {
    if (response.decoderResult().isFailure()) {
      status = 0;
      throw new UpgradeException(Fault.NOT_WEBSOCKET, "the answer is not HTTP");
    }
    if (status != HttpResponseStatus.SWITCHING_PROTOCOLS.code()) {
      throw status / 100 == 2
          ? new UpgradeException(
              Fault.NOT_WEBSOCKET, "status " + status + ", " + headers.get(CONTENT_TYPE, "no type"))
          : new UpgradeException(Fault.REFUSED, "status " + status);
    }
    if (!rawHead.isSwitching()) {
      throw notWebSocket("not with the status line of HTTP/1.1");
    }
    List<String> upgrade = headers.getAll(UPGRADE);
    if (upgrade.size() != 1
        || !HttpHeaderValues.WEBSOCKET.contentEqualsIgnoreCase(upgrade.get(0))
        || !headers.containsValue(CONNECTION, HttpHeaderValues.UPGRADE, true)) {
      throw notWebSocket("without Upgrade: websocket and Connection: Upgrade");
    }
    if (headers.containsValue(CONNECTION, HttpHeaderValues.CLOSE, true)) {
      throw notWebSocket("with Connection: close");
    }
    if (headers.contains(CONTENT_LENGTH) || rawHead.hasTransferEncoding()) {
      throw notWebSocket("with a body (Content-Length or Transfer-Encoding)");
    }
    if (!headers.contains(SEC_WEBSOCKET_ACCEPT)) {
      // Netty takes that for the draft before RFC 6455, and waits for its body
      throw new UpgradeException(Fault.ACCEPT_KEY, "no Sec-WebSocket-Accept");
    }
    checkOnce(SEC_WEBSOCKET_ACCEPT, Fault.ACCEPT_KEY);
    checkOnce(SEC_WEBSOCKET_PROTOCOL, Fault.SUBPROTOCOL);
    checkOnce(SEC_WEBSOCKET_EXTENSIONS, Fault.EXTENSION);
    checkOnce(SEC_WEBSOCKET_VERSION, Fault.NOT_WEBSOCKET);
    checkOnce(SEC_WEBSOCKET_KEY, Fault.NOT_WEBSOCKET);
    String subprotocol = headers.get(SEC_WEBSOCKET_PROTOCOL);
    if (subprotocol == null ? !subprotocols.isEmpty() : !subprotocols.contains(subprotocol)) {
      throw new UpgradeException(
          Fault.SUBPROTOCOL,
          subprotocol == null ? "none was chosen" : "not offered: " + subprotocol);
    }
  }

  private static UpgradeException notWebSocket(String how) {
    return new UpgradeException(Fault.NOT_WEBSOCKET, "status 101 " + how);
  }

  /** A header that is there twice leaves open which of them was meant, and is refused. */
  private void checkOnce(CharSequence name, Fault fault) throws UpgradeException {
    int count = headers.getAll(name).size();
    if (count > 1) {
      throw new UpgradeException(fault, name + " is there " + count + " times");
    }
  }

  private void negotiate(Channel channel) throws UpgradeException {
    List<String> extensions = headers.getAll(SEC_WEBSOCKET_EXTENSIONS);
    if (extensions.isEmpty()) {
      return;
    }
    DeflateParameters agreed = DeflateParameters.answered(extensions).orElse(null);
    if (inflatedSize == null || agreed == null) {
      throw new UpgradeException(Fault.EXTENSION, "not offered: " + String.join(", ", extensions));
    }
    agreed.negotiated(inflatedSize).agreeOn(channel);
  }
}
