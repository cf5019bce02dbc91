package io.wsgauge.handshake;

import static io.netty.handler.codec.http.HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS;
import static io.netty.handler.codec.http.HttpHeaderNames.UPGRADE;
import static io.netty.handler.codec.http.HttpHeaderValues.WEBSOCKET;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.wsgauge.wire.BufferBudget;
import io.wsgauge.wire.Limit;
import java.util.Optional;

/**
 * Negotiates permessage-deflate on a server's connection with the 101, instead of Netty's
 * handshake, which declines what its compressor cannot do and fails on what is no number.
 */
final class DeflateNegotiator extends ChannelDuplexHandler {
  private final Limit messageSize;
  private final BufferBudget budget;
  private Optional<DeflateParameters> agreed = Optional.empty();

  /**
   * @param messageSize of a message when it is inflated
   * @param budget of all connections; where it is not ample, nothing is agreed to
   */
  DeflateNegotiator(Limit messageSize, BufferBudget budget) {
    this.messageSize = messageSize;
    this.budget = budget;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest request
        && request.headers().contains(UPGRADE, WEBSOCKET, true)
        && budget.isAmple()) {
      agreed = DeflateParameters.negotiate(request.headers().getAll(SEC_WEBSOCKET_EXTENSIONS));
    }
    context.fireChannelRead(message);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
      throws Exception {
    boolean upgraded =
        message instanceof HttpResponse response
            && response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
    if (upgraded) {
      agreed.ifPresent(parameters -> accept(context, (HttpResponse) message, parameters));
    }
    super.write(context, message, promise);
    if (upgraded) {
      context.pipeline().remove(this);
    }
  }

  private void accept(
      ChannelHandlerContext context, HttpResponse response, DeflateParameters parameters) {
    response.headers().set(SEC_WEBSOCKET_EXTENSIONS, parameters.response());
    parameters.negotiated(messageSize).agreeOn(context.channel());
  }
}
