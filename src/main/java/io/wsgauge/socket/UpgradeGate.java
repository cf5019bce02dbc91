package io.wsgauge.socket;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.AttributeKey;

/**
 * Stands before Vert.x in the pipeline of an HTTP connection and sees each upgrade first.
 *
 * <p>Vert.x hands every upgrade to the {@code webSocketHandler}, on any path, and can refuse one
 * with a bare status only. So an upgrade that is not let in loses its {@code Upgrade} header here:
 * Vert.x then takes it for a plain request, and the router answers it with all that is to be said.
 */
final class UpgradeGate extends ChannelInboundHandlerAdapter {
  private static final AttributeKey<Refusal> REFUSAL =
      AttributeKey.valueOf(UpgradeGate.class, "refusal");

  private final Admission admission;
  private final OpenConnections connections;
  private boolean admitted;

  UpgradeGate(Admission admission, OpenConnections connections) {
    this.admission = admission;
    this.connections = connections;
  }

  /** The refusal of the upgrade that the router is looking at; null when it is no upgrade. */
  static Refusal takeRefusal(Channel channel) {
    return channel.hasAttr(REFUSAL) ? channel.attr(REFUSAL).getAndSet(null) : null;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest request
        && request.decoderResult().isSuccess()
        && Admission.isUpgrade(request)) {
      Refusal refusal = admit(context.channel(), request);
      if (refusal == null) {
        // Vert.x knows an upgrade by this value alone, not by it being one of a list
        request.headers().set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
      } else {
        context.channel().attr(REFUSAL).set(refusal);
        request.headers().remove(HttpHeaderNames.UPGRADE);
      }
    }
    context.fireChannelRead(message);
  }

  private Refusal admit(Channel channel, HttpRequest request) {
    if (admitted) {
      return new Refusal(400, "this connection has been upgraded already");
    }
    Refusal refusal = admission.check(request);
    if (refusal == null && !connections.take()) {
      refusal = SocketRoutes.full(connections);
    }
    if (refusal == null) {
      admitted = true;
      channel.closeFuture().addListener(closed -> connections.giveBack());
    }
    return refusal;
  }
}
