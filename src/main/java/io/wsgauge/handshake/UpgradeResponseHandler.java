package io.wsgauge.handshake;

import static io.netty.channel.ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE;
import static io.netty.handler.codec.http.HttpHeaderNames.LOCATION;
import static io.netty.handler.codec.http.HttpHeaderNames.RETRY_AFTER;
import static io.netty.handler.codec.http.HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.wsgauge.handshake.UpgradeException.Fault;
import io.wsgauge.text.Payloads;
import io.wsgauge.text.Secrets;
import io.wsgauge.wire.Limit;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the answer to a client's upgrade before Vert.x does, which waits for a body's end where
 * there is one, and knows nothing of what was wrong (RFC 6455, section 4.1).
 */
final class UpgradeResponseHandler extends ChannelInboundHandlerAdapter {
  /** Listens to them, in this order. Event loop only. */
  interface Listener {
    /**
     * The final answer is here. Where it is not {@link #refused} next, it is 101 with what belongs
     * to that; but Netty is still to check the accept key's value.
     */
    void answered();

    /** The answer is another, and as much of its body as is of use is here. */
    void refused(UpgradeException why);

    /** The connection failed before the answer. */
    void broken(Throwable error);
  }

  /** Time that a refusal's body may take, whose end may never come. */
  private static final Duration BODY_TIMEOUT = Duration.ofSeconds(1);

  private final ResponseRules rules;
  private final @Nullable Limit inflatedSize;
  private final Listener listener;
  private final RefusalBody body = new RefusalBody();

  private String requestHead = "";
  private String statusLine = "";
  private String ownWords = "";
  private int status;
  private HttpHeaders headers = new DefaultHttpHeaders();

  /** Whether what comes in belongs to an answer that is not the final one. */
  private boolean interim;

  /** What is wrong with the final answer; null when it is right, or not here yet. */
  private @Nullable UpgradeException fault;

  /** What was sent that is not to be shown; null before the request. */
  private @Nullable SentSecrets sent;

  private @Nullable Future<?> bodyTimer;
  private boolean reported;

  /**
   * @param subprotocols that were offered
   * @param inflatedSize of a message, where permessage-deflate was offered; else null
   */
  UpgradeResponseHandler(
      @Nullable List<String> subprotocols, @Nullable Limit inflatedSize, Listener listener) {
    this.rules = new ResponseRules(subprotocols == null ? List.of() : subprotocols);
    this.inflatedSize = inflatedSize;
    this.listener = listener;
  }

  /** The head of the request as it was sent; empty before. */
  String requestHead() {
    return requestHead;
  }

  /** The first line of the answer; empty before there is one. */
  String statusLine() {
    return statusLine;
  }

  /** The text with what was sent masked in it that is not to be shown. */
  String masked(String text) {
    return sent == null ? text : sent.mask(text);
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
            // Vert.x has no option for the size of the headers
            HttpDecoderConfig config =
                new HttpDecoderConfig().setMaxHeaderSize(ResponseRules.MAX_HEADERS_SIZE);
            pipeline.replace(codec, codec, new HttpClientCodec(config, false, false));
            pipeline.addBefore(
                codec,
                null,
                new RawHead(
                    UpgradeResponseHandler.this::masked, UpgradeResponseHandler.this::isNotHttp));
            pipeline.addAfter(codec, null, UpgradeResponseHandler.this);
            pipeline.remove(this);
            context
                .write(request((ByteBuf) message), promise)
                .addListener(FIRE_EXCEPTION_ON_FAILURE);
          }
        });
  }

  private ByteBuf request(ByteBuf written) {
    requestHead = BrowserHead.arrange(written.toString(ISO_8859_1));
    written.release();
    sent = new SentSecrets(requestHead);
    return Unpooled.wrappedBuffer(requestHead.getBytes(ISO_8859_1));
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpResponse response && fault == null) {
      status = ResponseRules.status(response);
      ownWords = ResponseRules.ownWords(response.status());
      statusLine = status == 0 ? "" : response.protocolVersion() + " " + response.status();
      headers = response.headers();
      interim =
          status / 100 == 1
              && status != HttpResponseStatus.SWITCHING_PROTOCOLS.code()
              && response.decoderResult().isSuccess();
      if (!interim) {
        read(context, response);
      }
    }
    if (fault != null && message instanceof HttpContent content) {
      read(content);
    }
    if (fault != null || (interim && message instanceof HttpObject)) {
      interim &= !(message instanceof LastHttpContent);
      ReferenceCountUtil.release(message);
    } else {
      context.fireChannelRead(message);
    }
  }

  private void read(ChannelHandlerContext context, HttpResponse response) {
    RawHead rawHead = context.pipeline().remove(RawHead.class);
    try {
      rules.check(response, rawHead);
      negotiate(context.channel());
      listener.answered();
    } catch (UpgradeException e) {
      refuse(e);
      if (status == HttpResponseStatus.SWITCHING_PROTOCOLS.code()
          || response.decoderResult().isFailure()) {
        report(); // there is no body that could be read
      } else {
        bodyTimer =
            context
                .executor()
                .schedule(this::report, BODY_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
  }

  private void isNotHttp(UpgradeException why) {
    refuse(why);
    report();
  }

  private void read(HttpContent content) {
    if (body.add(content.content()) || content instanceof LastHttpContent) {
      report();
    }
  }

  private void negotiate(Channel channel) throws UpgradeException {
    List<String> extensions = headers.getAll(SEC_WEBSOCKET_EXTENSIONS);
    if (extensions.isEmpty()) {
      return;
    }
    DeflateParameters agreed = DeflateParameters.answered(extensions).orElse(null);
    if (inflatedSize == null || agreed == null) {
      throw new UpgradeException(
          Fault.EXTENSION, "not offered: " + Payloads.field(String.join(", ", extensions)));
    }
    agreed.negotiated(inflatedSize).agreeOn(channel);
  }

  private void refuse(UpgradeException why) {
    fault = why;
    listener.answered();
  }

  private void report() {
    UpgradeException why = refusal();
    if (why != null && !reported) {
      reported = true;
      if (bodyTimer != null) {
        bodyTimer.cancel(false);
      }
      listener.refused(why);
    }
  }

  /** Why the answer is not the one that was asked for; null where it is, or is not here yet. */
  @Nullable UpgradeException refusal() {
    if (fault == null) {
      return null;
    }
    StringBuilder more = new StringBuilder();
    if (fault.fault() == Fault.REFUSED && !ownWords.isEmpty()) {
      more.append(' ').append(Payloads.field(masked(ownWords)));
    }
    String location = headers.get(LOCATION);
    if (location != null) {
      more.append(", Location: ").append(Payloads.field(Secrets.maskUrl(location)));
    }
    String retryAfter = headers.get(RETRY_AFTER);
    if (retryAfter != null) {
      more.append(", Retry-After: ").append(Payloads.field(retryAfter));
    }
    String text = sent == null ? "" : body.text(headers, sent);
    return fault.with(text.isEmpty() ? more.toString() : more + ", body: " + text);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    report();
    context.fireChannelInactive();
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
}
