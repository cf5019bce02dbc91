package io.wsgauge.handshake;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandler;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.wsgauge.wire.FrameChannel;
import io.wsgauge.wire.Limit;
import io.wsgauge.wire.RoundTripTimer;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * A connection over which a handshake goes byte by byte as its caller wants it, and whatever
 * answers is kept as it came, up to {@link #MOST_BYTES}. Event loop only: that of the caller.
 */
public final class RawSocket {
  /** Bytes that are kept of what comes before the frames; nothing beyond is read. */
  public static final int MOST_BYTES = 1 << 18;

  /** How a connection stands. */
  public enum End {
    OPEN,
    /** The peer has ended it in order. */
    FIN,
    /** It was reset, or is broken otherwise. */
    RESET,
    /** This end has closed it. */
    LOCAL
  }

  /**
   * What has come in.
   *
   * @param bytes since the connect
   */
  public record Received(Buffer bytes, End end) {}

  private record Waiter(Predicate<Buffer> enough, Promise<Received> promise) {}

  private final Vertx vertx;
  private final NetSocketInternal socket;
  private final Buffer received = Buffer.buffer();
  private End end = End.OPEN;

  /** Who waits for bytes; null while nobody does. */
  private @Nullable Waiter waiter;

  /** Whether it is going to be seen whether enough has come. */
  private boolean testing;

  private boolean handedOver;

  private RawSocket(Vertx vertx, NetSocket socket) {
    this.vertx = vertx;
    this.socket = (NetSocketInternal) socket;
    socket.handler(this::received);
    socket.endHandler(v -> ended(End.FIN));
    socket.exceptionHandler(error -> ended(End.RESET));
    socket.closeHandler(v -> ended(End.FIN));
  }

  /**
   * Opens TCP, through a proxy where the options have one.
   *
   * @return fails as Vert.x's client does
   */
  public static Future<RawSocket> connect(Vertx vertx, NetClient client, ConnectOptions options) {
    return client.connect(options).map(socket -> new RawSocket(vertx, socket));
  }

  /**
   * Begins TLS.
   *
   * @param serverName to ask for; empty asks for none
   * @return fails as the JDK's engine does
   */
  public Future<Void> secure(ClientSSLOptions options, String serverName) {
    return socket
        .upgradeToSsl(options, serverName.isEmpty() ? null : serverName)
        .onSuccess(secured -> TlsRecordLimit.install(socket.channelHandlerContext().pipeline()));
  }

  /** The session; null without TLS. */
  public @Nullable SSLSession tlsSession() {
    return socket.sslSession();
  }

  /** The protocol that ALPN has chosen; empty without one. */
  public String applicationProtocol() {
    String protocol = socket.applicationLayerProtocol();
    return protocol == null ? "" : protocol;
  }

  /** How it stands by now. */
  public End end() {
    return end;
  }

  /** Writes bytes as they are. */
  public Future<Void> write(Buffer bytes) {
    return socket.write(bytes);
  }

  /**
   * Waits until enough has come, the connection has ended, or the time has passed. One wait at a
   * time.
   *
   * @param enough asked about all that has come since the connect
   * @return never fails
   */
  public Future<Received> await(Predicate<Buffer> enough, Duration timeout) {
    Promise<Received> promise = Promise.promise();
    Waiter mine = new Waiter(enough, promise);
    waiter = mine;
    if (end != End.OPEN || enough.test(received) || received.length() >= MOST_BYTES) {
      finish();
    } else {
      long timer =
          vertx.setTimer(
              Math.max(1, timeout.toMillis()),
              fired -> {
                if (mine.equals(waiter)) {
                  finish();
                }
              });
      promise.future().onComplete(done -> vertx.cancelTimer(timer));
    }
    return promise.future();
  }

  private void received(Buffer bytes) {
    received.appendBuffer(bytes);
    if (received.length() >= MOST_BYTES) {
      test(); // now, so that frames take what else this turn reads
      if (!handedOver) {
        // and not by pausing the socket, which would queue what comes and never release it
        socket.channelHandlerContext().channel().config().setAutoRead(false);
      }
    } else if (!testing) {
      testing = true;
      vertx.runOnContext(v -> test());
    }
  }

  /**
   * Once a turn of the event loop, since it looks at all that has come, however small the reads.
   */
  private void test() {
    testing = false;
    if (waiter != null && (waiter.enough.test(received) || received.length() >= MOST_BYTES)) {
      finish();
    }
  }

  private void ended(End how) {
    if (end == End.OPEN) {
      end = how;
    }
    if (waiter != null) {
      finish();
    }
  }

  private void finish() {
    Waiter ready = waiter;
    waiter = null;
    if (ready != null) {
      ready.promise.complete(new Received(received.copy(), end));
    }
  }

  /**
   * Gives the connection to frames, with what has come behind the head of the 101. It must not be
   * used any more.
   *
   * @param head of the answer
   * @param inflatedSize of a message, where the extensions that the head has are to be kept to;
   *     null ignores them
   */
  public void handOver(FrameChannel frames, ResponseHead head, @Nullable Limit inflatedSize) {
    handedOver = true;
    ChannelHandlerContext last = socket.channelHandlerContext();
    ChannelPipeline pipeline = last.pipeline();
    List<String> extensions = head.all("Sec-WebSocket-Extensions");
    if (inflatedSize != null && !extensions.isEmpty()) {
      DeflateParameters.answered(extensions)
          .ifPresent(agreed -> agreed.negotiated(inflatedSize).agreeOn(last.channel()));
    }
    last.channel().config().setAutoRead(true);
    pipeline.addFirst(new RoundTripTimer());
    ChannelInboundHandler handler = (ChannelInboundHandler) frames.handler();
    pipeline.addBefore(last.name(), null, handler);
    Buffer rest = received.slice(head.length(), received.length());
    ChannelHandlerContext context = pipeline.context(handler);
    try {
      if (rest.length() > 0) {
        handler.channelRead(context, Unpooled.copiedBuffer(rest.getBytes()));
        handler.channelReadComplete(context);
      }
      if (end != End.OPEN) {
        handler.channelInactive(context);
      }
    } catch (Exception e) {
      context.fireExceptionCaught(e);
    }
  }

  /** Ends the connection in order, with what was written sent before. */
  public void close() {
    if (end == End.OPEN && !handedOver) {
      end = End.LOCAL;
      socket.close();
    }
  }
}
