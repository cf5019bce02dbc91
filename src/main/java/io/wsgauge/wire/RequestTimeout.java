package io.wsgauge.wire;

import static io.netty.channel.ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.ReadTimeoutException;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Bounds the time in which a request comes in whole, since a peer that sends it byte by byte could
 * hold a connection as long as it likes. Stands after HTTP's decoder, with a sentry before it.
 *
 * <p>Where the head is late, Vert.x gets a request that could not be decoded, the cause being a
 * {@link ReadTimeoutException}; where nothing came at all, or the body is late, which was not
 * waited for with the answer, the connection is cut.
 */
final class RequestTimeout extends ChannelInboundHandlerAdapter {
  private static final String DECODER = "httpDecoder";

  private final Duration timeout;
  private final Sentry sentry = new Sentry();
  private ChannelHandlerContext context;

  /** From the first byte of a request to its last; null between requests. */
  private Future<?> pending;

  private boolean silent = true;
  private boolean withinBody;

  private RequestTimeout(Duration timeout) {
    this.timeout = timeout;
  }

  static void install(ChannelPipeline pipeline, Duration timeout) {
    RequestTimeout requestTimeout = new RequestTimeout(timeout);
    pipeline.addBefore(DECODER, "requestSentry", requestTimeout.sentry);
    pipeline.addBefore("handler", "requestTimeout", requestTimeout);
  }

  /** For a connection that is upgraded; changes nothing where it is not installed. */
  static void remove(ChannelPipeline pipeline) {
    RequestTimeout installed = pipeline.get(RequestTimeout.class);
    if (installed != null) {
      pipeline.remove(installed.sentry);
      pipeline.remove(installed);
    }
  }

  /** The connection has just begun, and is there for a request. */
  @Override
  public void handlerAdded(ChannelHandlerContext here) {
    context = here;
    begin();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext here) {
    end();
  }

  @Override
  public void channelRead(ChannelHandlerContext here, Object message) {
    if (message instanceof HttpRequest) {
      withinBody = true;
    }
    if (message instanceof LastHttpContent) {
      withinBody = false;
      end();
    }
    here.fireChannelRead(message);
  }

  private void begin() {
    if (pending == null) {
      pending = context.executor().schedule(this::late, timeout.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private void end() {
    if (pending != null) {
      pending.cancel(false);
      pending = null;
    }
  }

  private void late() {
    pending = null;
    if (silent || withinBody) {
      context.close().addListener(FIRE_EXCEPTION_ON_FAILURE);
      return;
    }
    DefaultHttpRequest request =
        new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/");
    request.setDecoderResult(DecoderResult.failure(ReadTimeoutException.INSTANCE));
    context.fireChannelRead(request);
    context.fireChannelReadComplete();
  }

  private final class Sentry extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext here, Object bytes) {
      silent = false;
      begin();
      here.fireChannelRead(bytes);
    }
  }
}
