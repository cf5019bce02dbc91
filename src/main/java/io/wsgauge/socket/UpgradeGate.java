package io.wsgauge.socket;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Stands before Vert.x in the pipeline of an HTTP connection and sees each upgrade first.
 *
 * <p>Vert.x hands every upgrade to the {@code webSocketHandler}, on any path, and can refuse one
 * with a bare status only. So an upgrade that is not let in loses its {@code Upgrade} header here:
 * Vert.x then takes it for a plain request, and the router answers it with all that is to be said.
 */
final class UpgradeGate extends ChannelInboundHandlerAdapter {
  private final Admission admission;

  /**
   * One entry for each request that the router has yet to see, since a peer may send several at
   * once; empty for one that is no upgrade.
   */
  private final Queue<Optional<Refusal>> refusals = new ArrayDeque<>();

  private boolean admitted;

  private UpgradeGate(Admission admission) {
    this.admission = admission;
  }

  /** Before the connection's first request. */
  static void install(Channel channel, Admission admission) {
    channel.pipeline().addAfter("httpDecoder", "upgradeGate", new UpgradeGate(admission));
  }

  /** After the upgrade. */
  static void remove(Channel channel) {
    channel.pipeline().remove(UpgradeGate.class);
  }

  /** To be called once for each request of the router; empty when it is no refused upgrade. */
  static Optional<Refusal> nextRefusal(Channel channel) {
    return channel.pipeline().get(UpgradeGate.class).refusals.remove();
  }

  static Peer peer(Channel channel) {
    InetAddress address =
        channel.remoteAddress() instanceof InetSocketAddress ip ? ip.getAddress() : null;
    return new Peer(address, isCertified(channel.pipeline().get(SslHandler.class)));
  }

  private static boolean isCertified(SslHandler tls) {
    if (tls == null) {
      return false;
    }
    try {
      return tls.engine().getSession().getPeerCertificates().length > 0;
    } catch (SSLPeerUnverifiedException e) {
      return false; // as the JDK says that there is none
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof WebSocketFrame frame) {
      // sent before the upgrade was answered (RFC 6455, section 4.1), and so not held to any rule
      frame.release();
      context.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
      return;
    }
    // one that could not be decoded does not get as far as the router
    if (message instanceof HttpRequest request && request.decoderResult().isSuccess()) {
      screen(context.channel(), request);
    }
    context.fireChannelRead(message);
  }

  private void screen(Channel channel, HttpRequest request) {
    if (!Admission.isUpgrade(request)) {
      refusals.add(Optional.empty());
      return;
    }
    Peer peer = peer(channel);
    Refusal refusal =
        admitted
            ? new Refusal(400, "this connection has been upgraded already")
            : admission.admit(request, peer);
    if (refusal == null) {
      admitted = true;
      channel.closeFuture().addListener(closed -> admission.giveBack(peer));
      // Vert.x knows an upgrade by this value alone, not by it being one of a list
      request.headers().set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
    } else {
      refusals.add(Optional.of(refusal));
      request.headers().remove(HttpHeaderNames.UPGRADE);
    }
  }
}
