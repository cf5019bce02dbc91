package io.wsgauge.handshake;

import static io.netty.channel.ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE;
import static io.netty.handler.codec.http.HttpHeaderNames.CONNECTION;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.ReadTimeoutException;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.impl.http1.VertxHttpRequestDecoder;
import io.wsgauge.wire.BufferBudget;
import io.wsgauge.wire.Turn;
import io.wsgauge.wire.WriteProgress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the requests of a connection one at a time (RFC 9112, section 9.3.2): the next when the
 * answer to the former is with the kernel, and in a later turn of the event loop. Until then it
 * stays bytes, and no more is read than one read brings. Vert.x makes objects of all that a peer
 * sends ahead, and answers it whether the peer reads or not.
 *
 * <p>A request must come in whole within a time, since a peer that sends it byte by byte could hold
 * a connection as long as it likes. Where the head is late, Vert.x gets a request that could not be
 * decoded, the cause being a {@link ReadTimeoutException}; where nothing came at all, or the body
 * is late, which was not waited for with the answer, the connection is cut. So it is where the peer
 * takes nothing of an answer.
 *
 * <p>A request that breaks one of the {@link RequestRules} goes on as one that could not be
 * decoded, the cause being a {@link RequestException}, and is the last of its connection: nothing
 * that comes after it is dispatched. Responses are of HTTP/1.1 (RFC 9110, section 2.5), whatever
 * the request was of.
 */
final class RequestDecoder extends VertxHttpRequestDecoder {
  /**
   * What may wait to be sent of an answer before its maker is to wait: little, for there are many.
   */
  private static final WriteBufferWaterMark WRITE_BUFFER =
      new WriteBufferWaterMark(8 * 1024, 16 * 1024);

  /** The time that a peer has to take what waits for it before it is slow. */
  private static final long SLOW_SECONDS = 1;

  /** The target of a request of which no request line was read. */
  static final String UNREAD = "";

  private final Duration requestTimeout;
  private final Duration writeTimeout;
  private final BufferBudget.Account account;
  private final RequestListener listener;
  private final Answers answers = new Answers();
  private final Turn turn = new Turn();
  private ChannelHandlerContext context;
  private WriteProgress progress;

  /** The timeout from a request's first byte to its last; null between requests. */
  private @Nullable Future<?> late;

  /** The look whether the peer is slow; null as long as nothing of an answer waits for it. */
  private @Nullable Future<?> slow;

  private boolean silent = true;

  /** Whether the head of a request has been decoded, and not all of its body. */
  private boolean withinBody;

  /** Whether the answer to the latest request is not with the kernel. */
  private boolean answering;

  /** Whether the next request waits for its turn. */
  private boolean yielding;

  /** Whether the latest request is the last, since it could not be decoded or breaks a rule. */
  private boolean broken;

  private RequestDecoder(
      Http1ServerConfig limits,
      Duration requestTimeout,
      Duration writeTimeout,
      BufferBudget budget,
      RequestListener listener) {
    super(limits);
    this.account = budget.open(this::cut);
    this.requestTimeout = requestTimeout;
    this.writeTimeout = writeTimeout;
    this.listener = listener;
  }

  /** Takes the place of Vert.x's own, before the connection's first request. */
  static void install(
      Channel channel,
      Http1ServerConfig limits,
      Duration requestTimeout,
      Duration writeTimeout,
      BufferBudget budget,
      RequestListener listener) {
    RequestDecoder decoder =
        new RequestDecoder(limits, requestTimeout, writeTimeout, budget, listener);
    channel.config().setWriteBufferWaterMark(WRITE_BUFFER);
    VertxPipeline.replaceHttpDecoder(channel, decoder);
    VertxPipeline.add(channel, decoder.answers);
  }

  /** The connection has just begun, and is there for a request. */
  @Override
  public void handlerAdded(ChannelHandlerContext here) {
    context = here;
    progress = new WriteProgress(here.channel(), writeTimeout, this::cut);
    beginTimeout();
    Future<?> unused =
        Turn.afterIo(
            here.executor(),
            () -> {
              if (!here.isRemoved()) {
                listener.seen();
              }
            });
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext here) throws Exception {
    account.hold(0);
    endTimeout();
    endProgress();
    turn.cancel();
    if (here.pipeline().context(answers) != null) { // else they all go, with the connection
      here.pipeline().remove(answers);
    }
    listener.ended();
    super.handlerRemoved0(here);
  }

  @Override
  public void channelRead(ChannelHandlerContext here, Object bytes) throws Exception {
    silent = false;
    if (mayDecode() && !withinBody && Turn.isLookLong(here.executor())) {
      yielding = true; // of many that send a request at once, some wait
      listener.received();
      turn.yieldToOthersNew(here.executor(), this::decodeNext);
    }
    read(here, bytes);
  }

  private void read(ChannelHandlerContext here, Object bytes) throws Exception {
    super.channelRead(here, bytes);
    if (!here.isRemoved() && !mayDecode() && internalBuffer().isReadable()) {
      here.channel().config().setAutoRead(false);
    }
    count();
  }

  private void count() {
    if (!context.isRemoved()) {
      account.hold(internalBuffer().capacity() + progress.unwritten());
    }
  }

  @Override
  protected void decode(ChannelHandlerContext here, ByteBuf in, List<Object> out) throws Exception {
    if (!mayDecode()) {
      return;
    }
    beginTimeout();
    super.decode(here, in, out);
    if (!out.isEmpty()) {
      if (out.get(0) instanceof HttpRequest) {
        begin();
      }
      withinBody = !(out.get(out.size() - 1) instanceof LastHttpContent);
      if (!withinBody) {
        endTimeout();
      }
      check(out);
    }
  }

  private void check(List<Object> decoded) {
    if (broken) { // and this comes behind it
      release(decoded);
    } else if (decoded.get(0) instanceof HttpRequest request) {
      DecoderResult result = RequestRules.check(request);
      if (result.isFailure()) {
        broken = true;
        release(decoded);
        decoded.add(RequestRules.failed(request, result));
      }
    } else if (decoded.get(decoded.size() - 1) instanceof LastHttpContent last) {
      DecoderResult result = RequestRules.check(last);
      if (result.isFailure()) {
        broken = true;
        last.setDecoderResult(result);
      }
    }
  }

  private static void release(List<Object> messages) {
    messages.forEach(ReferenceCountUtil::release);
    messages.clear();
  }

  private void begin() {
    answering = true;
    listener.received();
  }

  /** Whether bytes behind the request that is to be answered have come in. */
  boolean hasMore() {
    return internalBuffer().isReadable();
  }

  private boolean mayDecode() {
    return withinBody || (!answering && !yielding);
  }

  @Override
  protected HttpMessage createInvalidMessage() {
    return new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, UNREAD);
  }

  /** Netty would read on here where nothing was decoded, whether or not that is wanted. */
  @Override
  public void channelReadComplete(ChannelHandlerContext here) throws Exception {
    if (mayDecode()) {
      super.channelReadComplete(here);
    } else {
      here.fireChannelReadComplete();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext here) throws Exception {
    endProgress();
    super.channelInactive(here);
  }

  /** The answer is with the kernel. */
  private void answered() {
    answering = false;
    endProgress();
    listener.answered();
    count();
    if (!context.isRemoved() && internalBuffer().isReadable() && !yielding) {
      yielding = true;
      turn.yieldTo(context.executor(), this::decodeNext);
    }
  }

  private void decodeNext() {
    yielding = false;
    if (context.isRemoved() || !context.channel().isActive()) {
      return;
    }
    context.channel().config().setAutoRead(true); // as whoever takes over from here expects
    try {
      read(context, Unpooled.EMPTY_BUFFER);
    } catch (Exception e) {
      context.fireExceptionCaught(e); // as Netty does where it is Netty that reads
    }
    if (!context.isRemoved()) {
      context.channel().config().setAutoRead(mayDecode() || !internalBuffer().isReadable());
      if (!answering) {
        listener.answered(); // since the rest of its head is still to come
      }
    }
    context.fireChannelReadComplete();
  }

  private void watchProgress() {
    progress.watch();
    if (slow == null && progress.unwritten() > 0) {
      slow = context.executor().schedule(this::lookIfSlow, SLOW_SECONDS, TimeUnit.SECONDS);
    }
  }

  private void lookIfSlow() {
    if (progress.unwritten() > 0) {
      listener.slow();
    } else {
      slow = null; // which may be the case of an answer that goes on
    }
  }

  private void endProgress() {
    progress.end();
    if (slow != null) {
      slow.cancel(false);
      slow = null;
    }
  }

  private void beginTimeout() {
    if (late == null) {
      late =
          context.executor().schedule(this::late, requestTimeout.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private void endTimeout() {
    if (late != null) {
      late.cancel(false);
      late = null;
    }
  }

  private void late() {
    late = null;
    if (silent || withinBody) {
      cut();
    } else {
      refuse(ReadTimeoutException.INSTANCE);
    }
  }

  /** What has come in before the first request may break a rule as well. */
  @Override
  public void userEventTriggered(ChannelHandlerContext here, Object event) throws Exception {
    if (event instanceof RequestException broken) {
      endTimeout();
      refuse(broken);
    } else {
      super.userEventTriggered(here, event);
    }
  }

  private void refuse(Exception cause) {
    begin();
    broken = true;
    DefaultHttpRequest request =
        new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, UNREAD);
    request.setDecoderResult(DecoderResult.failure(cause));
    context.fireChannelRead(request);
    context.fireChannelReadComplete();
  }

  private void cut() {
    context.close().addListener(FIRE_EXCEPTION_ON_FAILURE);
  }

  /** Sees each answer, and when it has been written. */
  private final class Answers extends ChannelOutboundHandlerAdapter {
    @Override
    public void write(ChannelHandlerContext here, Object message, ChannelPromise promise) {
      boolean interim = false;
      if (message instanceof HttpResponse response) {
        interim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        if (response.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
          inNewerVersion(response);
        }
      }
      if (message instanceof LastHttpContent && !interim) {
        here.write(message, promise.unvoid()).addListener(written -> answered());
      } else {
        here.write(message, promise).addListener(FIRE_EXCEPTION_ON_FAILURE);
      }
    }

    private static void inNewerVersion(HttpResponse response) {
      response.setProtocolVersion(HttpVersion.HTTP_1_1);
      if (!response.headers().contains(CONNECTION)) {
        response.headers().set(CONNECTION, HttpHeaderValues.CLOSE);
      }
    }

    @Override
    public void flush(ChannelHandlerContext here) {
      here.flush();
      if (answering) {
        watchProgress();
        count();
      }
    }
  }
}
