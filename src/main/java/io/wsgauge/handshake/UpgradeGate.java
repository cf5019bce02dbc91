package io.wsgauge.handshake;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.vertx.core.http.ServerWebSocket;
import io.wsgauge.handshake.UpgradeDecision.Accepted;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stands before Vert.x in the pipeline of an HTTP connection, until it is upgraded, and sees each
 * request first and each answer last.
 *
 * <p>Vert.x hands every upgrade to the {@code webSocketHandler}, on any path, and can refuse one
 * with a bare status only. So an upgrade that is refused loses its {@code Upgrade} header here:
 * Vert.x then takes it for a plain request, and the router answers it with all that is to be said.
 * The answers to upgrades, and those that say that something is wrong with a request, tell which
 * server that is.
 */
final class UpgradeGate extends ChannelDuplexHandler {
  /** RFC 6455, section 4.1: a client waits for the answer before it sends anything more. */
  private static final Refusal EARLY_DATA =
      new Refusal(Rule.EARLY_DATA, "nothing may be sent before the upgrade is answered");

  private final UpgradePolicy policy;
  private final @Nullable ServerIdentity identity;
  private final @Nullable DeflateNegotiator deflate;

  /** The upgrade that is to be answered; null without one, or when it is accepted. */
  private @Nullable RefusedUpgrade refused;

  /** The upgrade that was accepted; null before one was. */
  private @Nullable Accepted accepted;

  /**
   * The request of the upgrade that was accepted, as long as it waits for its answer; else null.
   */
  private @Nullable HttpRequest unanswered;

  /** Whether the latest request asks for a WebSocket. */
  private boolean upgrade;

  /** Whether the latest request that could be read does. */
  private boolean behindUpgrade;

  private Optional<DeflateParameters> agreed = Optional.empty();

  /** The headers of the 101; null before it is sent. */
  private @Nullable HeaderLines switching;

  /** What waits with an upgrade that is to be answered later; null while nothing waits. */
  private @Nullable Queue<Object> held;

  /**
   * @param identity null says nothing
   * @param deflate null agrees to no compression
   */
  UpgradeGate(
      UpgradePolicy policy,
      @Nullable ServerIdentity identity,
      @Nullable DeflateNegotiator deflate) {
    this.policy = policy;
    this.identity = identity;
    this.deflate = deflate;
  }

  /** Removes the gate after the 101, and hands over what was accepted. */
  static void upgraded(Channel channel, ServerWebSocket socket) {
    UpgradeGate gate = channel.pipeline().remove(UpgradeGate.class);
    gate.accepted()
        .upgraded()
        .accept(socket, Objects.requireNonNull(gate.switching, "no 101 was sent"));
  }

  private Accepted accepted() {
    return Objects.requireNonNull(accepted, "no upgrade was accepted");
  }

  /** The upgrade that is to be answered, once; null without a refused upgrade. */
  static @Nullable RefusedUpgrade takeRefused(Channel channel) {
    UpgradeGate gate = channel.pipeline().get(UpgradeGate.class);
    if (gate == null) {
      return null; // the pipeline of a connection that has ended is empty
    }
    RefusedUpgrade taken = gate.refused;
    gate.refused = null;
    return taken;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest request) {
      upgrade = isUpgrade(request);
      if (request.decoderResult().isSuccess()) { // else it does not get as far as the router
        screen(context, request);
      }
    }
    if (held == null) {
      pass(context, message);
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
    refused = null;
    behindUpgrade = upgrade;
    if (!upgrade) {
      return;
    }
    Channel channel = context.channel();
    UpgradeDecision decision =
        policy.decide(
            request,
            PeerInspector.peer(channel, request),
            () -> PeerInspector.request(channel, request));
    if (decision instanceof Accepted chosen) {
      accepted = chosen;
      unanswered = request;
      Runnable ended = chosen.ended(); // which alone lives as long as the connection
      channel.closeFuture().addListener(closed -> ended.run());
    } else if (decision instanceof Refusal refusal) {
      refuse(channel, refusal, request);
    }
    if (!decision.delay().isZero()) {
      hold(context, decision.delay());
    }
  }

  private void refuse(Channel channel, Refusal refusal, HttpRequest request) {
    refused = new RefusedUpgrade(refusal, PeerInspector.request(channel, request));
    request.headers().remove(HttpHeaderNames.UPGRADE);
    policy.refused(refusal, request, PeerInspector.peer(channel, request));
  }

  private void pass(ChannelHandlerContext context, Object message) {
    HttpRequest request = unanswered;
    if (request != null && accepted != null) {
      unanswered = null;
      prepare(context.channel(), request, accepted);
    }
    context.fireChannelRead(message);
  }

  /** The upgrade that was accepted is answered next, unless its peer has not waited for that. */
  private void prepare(Channel channel, HttpRequest request, Accepted chosen) {
    RequestDecoder decoder = channel.pipeline().get(RequestDecoder.class);
    if (decoder != null && decoder.hasMore()) {
      refuse(channel, EARLY_DATA, request);
      // which are no requests, though they stand where the next would
      request.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
      return;
    }
    // Vert.x knows an upgrade by this value alone, not by it being one of a list
    request.headers().set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
    // and looks at the first line of this one alone
    request.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
    apply(chosen, request.headers());
    request.setUri(RequestTarget.encoded(request.uri())); // Vert.x refuses what is no URI
    if (deflate != null) {
      agreed = deflate.negotiate(request);
    }
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
      throws Exception {
    if (message instanceof HttpResponse response) {
      if (response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
        switching(context.channel(), response);
      } else if (identity != null && (upgrade || response.status().code() >= 400)) {
        response.headers().set(ServerIdentity.HEADER, identity.value());
      }
    }
    super.write(context, message, promise);
  }

  private void switching(Channel channel, HttpResponse response) {
    if (deflate != null && agreed.isPresent()) {
      deflate.accept(channel, response, agreed.get());
    }
    if (identity != null) {
      response.headers().set(ServerIdentity.HEADER, identity.value(accepted().connection()));
    }
    switching = HeaderLines.of(response.headers().iteratorCharSequence());
  }

  /** Whether the latest request that could be read was an upgrade. */
  static boolean isBehindUpgrade(Channel channel) {
    UpgradeGate gate = channel.pipeline().get(UpgradeGate.class);
    return gate != null && gate.behindUpgrade;
  }

  /** Whether the request asks for a WebSocket, on whichever path. */
  static boolean isUpgrade(HttpRequest request) {
    return request
        .headers()
        .containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
  }

  /** Lets Vert.x see only what it may agree to. */
  private static void apply(Accepted chosen, HttpHeaders headers) {
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
    Queue<Object> messages = new ArrayDeque<>();
    held = messages;
    Future<?> release =
        context
            .executor()
            .schedule(() -> release(context, messages), delay.toNanos(), TimeUnit.NANOSECONDS);
    context.channel().closeFuture().addListener(closed -> release.cancel(false));
  }

  private void release(ChannelHandlerContext context, Queue<Object> messages) {
    held = null;
    messages.forEach(message -> pass(context, message));
    context.fireChannelReadComplete();
  }
}
