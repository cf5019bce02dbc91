package io.wsgauge.socket;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.wsgauge.handshake.Peer;
import io.wsgauge.handshake.PeerInspector;
import io.wsgauge.socket.BehaviourSelector.Acceptance;
import io.wsgauge.socket.BehaviourSelector.Choice;
import io.wsgauge.telemetry.ServerMetrics;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * Stands before Vert.x in the pipeline of an HTTP connection and sees each upgrade first.
 *
 * <p>Vert.x hands every upgrade to the {@code webSocketHandler}, on any path, and can refuse one
 * with a bare status only. So an upgrade that is not let in loses its {@code Upgrade} header here:
 * Vert.x then takes it for a plain request, and the router answers it with all that is to be said.
 */
final class UpgradeGate extends ChannelInboundHandlerAdapter {
  private final Admission admission;
  private final BehaviourSelector behaviours;
  private final Acceptance usual;
  private final ServerMetrics metrics;

  /** Of the request that is under way; null when it is no upgrade, or is let in. */
  private Refusal refusal;

  /** Of the upgrade that was let in; null as long as there is none. */
  private Acceptance terms;

  private Place place;

  /** What waits with an upgrade that is to be answered later; null when there is none. */
  private Queue<Object> held;

  private UpgradeGate(
      Admission admission, BehaviourSelector behaviours, Acceptance usual, ServerMetrics metrics) {
    this.admission = admission;
    this.behaviours = behaviours;
    this.usual = usual;
    this.metrics = metrics;
  }

  /**
   * Before the connection's first request.
   *
   * @param usual for upgrades without a query
   */
  static void install(
      Channel channel,
      Admission admission,
      BehaviourSelector behaviours,
      Acceptance usual,
      ServerMetrics metrics) {
    channel
        .pipeline()
        .addBefore(
            "handler", "upgradeGate", new UpgradeGate(admission, behaviours, usual, metrics));
  }

  /** After the upgrade; from then on it tells what was let in. */
  static UpgradeGate remove(Channel channel) {
    return channel.pipeline().remove(UpgradeGate.class);
  }

  /** On which the upgrade was let in. */
  Acceptance terms() {
    return terms;
  }

  Place place() {
    return place;
  }

  /** Of the request that is under way; null when it is no refused upgrade. */
  static Refusal refusal(Channel channel) {
    UpgradeGate gate = channel.pipeline().get(UpgradeGate.class);
    return gate == null ? null : gate.refusal; // the pipeline of one that has ended is empty
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
      screen(context, request);
    }
    if (held == null) {
      context.fireChannelRead(message);
    } else {
      held.add(message);
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    if (held != null) {
      held.forEach(ReferenceCountUtil::release);
    }
  }

  private void screen(ChannelHandlerContext context, HttpRequest request) {
    refusal = null;
    if (!Admission.isUpgrade(request)) {
      return;
    }
    Choice choice = choose(context.channel(), request);
    if (choice instanceof Acceptance chosen) {
      terms = chosen;
      // Vert.x knows an upgrade by this value alone, not by it being one of a list
      request.headers().set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
      // and looks at the first line of this one alone
      request.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
      apply(chosen, request.headers());
    } else if (choice instanceof Refusal refused) {
      refusal = refused;
      request.headers().remove(HttpHeaderNames.UPGRADE);
    }
    if (!choice.delay().isZero()) {
      hold(context, choice.delay());
    }
  }

  /** Has taken a place when the upgrade is let in. */
  private Choice choose(Channel channel, HttpRequest request) {
    Peer peer = PeerInspector.peer(channel);
    Refusal inadmissible = admission.check(request, peer);
    if (inadmissible != null) {
      return counted(inadmissible);
    }
    Choice choice =
        request.uri().indexOf('?') < 0
            ? usual
            : behaviours.choose(PeerInspector.handshake(channel, request)).orElse(usual);
    if (choice instanceof Refusal asked) {
      metrics.refusedByQuery(asked.status());
      return asked;
    }
    Refusal full = admission.take(peer, taken -> place = taken);
    if (full != null) {
      return counted(full);
    }
    metrics.accepted();
    Admission giveBackTo = admission; // which, as the place, lives as long as the connection
    Place mine = place;
    channel.closeFuture().addListener(closed -> giveBackTo.giveBack(mine));
    return choice;
  }

  private Refusal counted(Refusal refused) {
    metrics.refused(refused.status());
    return refused;
  }

  /** Lets Vert.x see only what it may agree to. */
  private static void apply(Acceptance chosen, HttpHeaders headers) {
    if (!chosen.deflate()) {
      headers.remove(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS);
    }
    List<String> offers = headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL);
    if (offers.size() > 1) { // of which Netty sees the first alone
      headers.set(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, String.join(",", offers));
    }
    if (chosen.subprotocol() != null) {
      headers.remove(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL);
      if (!chosen.subprotocol().isEmpty()) {
        headers.set(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, chosen.subprotocol());
      }
    }
  }

  /** What waits is one request; the next is not decoded before it is answered. */
  private void hold(ChannelHandlerContext context, Duration delay) {
    held = new ArrayDeque<>();
    Future<?> release =
        context.executor().schedule(() -> release(context), delay.toNanos(), TimeUnit.NANOSECONDS);
    context.channel().closeFuture().addListener(closed -> release.cancel(false));
  }

  private void release(ChannelHandlerContext context) {
    Queue<Object> messages = held;
    held = null;
    messages.forEach(context::fireChannelRead);
    context.fireChannelReadComplete();
  }
}
