package io.wsgauge.soak;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.wsgauge.soak.Attack.Reads;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One connection of an attack. */
final class HostilePeer extends ChannelInboundHandlerAdapter {
  private static final int SLOW_MILLIS = 1000;
  private static final int WAIT_MILLIS = 20;

  private final Attack attack;
  private final Swarm swarm;
  private final boolean awaitsTls;
  private final StringBuilder head = new StringBuilder();
  private boolean begun;
  private boolean waits;
  private long sent;

  HostilePeer(Attack attack, Swarm swarm, boolean awaitsTls) {
    this.attack = attack;
    this.swarm = swarm;
    this.awaitsTls = awaitsTls;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    swarm.hasOpened();
    if (!awaitsTls) {
      open(context);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
      open(context);
    }
  }

  private void open(ChannelHandlerContext context) {
    send(context, attack.opening);
    if (!attack.upgrade) {
      begin(context);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!begun && message instanceof ByteBuf bytes) {
      head.append(bytes.toString(StandardCharsets.ISO_8859_1));
      if (head.indexOf("\r\n\r\n") >= 0) {
        if (head.indexOf("HTTP/1.1 101 ") == 0) {
          begin(context);
        } else {
          close(context);
        }
      }
    }
    ReferenceCountUtil.release(message);
  }

  private void begin(ChannelHandlerContext context) {
    begun = true;
    if (attack.reads != Reads.ALL) {
      context.channel().config().setAutoRead(false);
    }
    if (attack.reads == Reads.SLOWLY) {
      later(context, SLOW_MILLIS, this::readSlowly);
    }
    swarm.hasSent(attack.once.readableBytes());
    send(context, attack.once);
    pump(context);
  }

  private void readSlowly(ChannelHandlerContext context) {
    if (context.channel().isActive()) {
      context.read();
      later(context, SLOW_MILLIS, this::readSlowly);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (begun) {
      pump(context);
    }
  }

  /** Sends one block, and lets the other connections send theirs before the next. */
  private void pump(ChannelHandlerContext context) {
    if (waits || !context.channel().isActive() || !context.channel().isWritable()) {
      return;
    }
    int size = attack.block.readableBytes();
    if (size == 0 || sent >= attack.bytes) {
      waits = true;
      later(context, attack.pauseMillis, this::end);
      return;
    }
    boolean sends = swarm.maySend(size);
    if (sends) {
      sent += size;
      send(context, attack.block);
    }
    waits = true;
    later(context, sends ? attack.pauseMillis : WAIT_MILLIS, this::pumpAgain);
  }

  private void pumpAgain(ChannelHandlerContext context) {
    waits = false;
    pump(context);
  }

  private void end(ChannelHandlerContext context) {
    switch (attack.ends) {
      case NEVER -> {}
      case FIN -> close(context);
      case HALF ->
          ((SocketChannel) context.channel())
              .shutdownOutput()
              .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
      case RESET -> {
        context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        close(context);
      }
    }
  }

  /** The service has cut the connection, which is what it is for. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    close(context);
  }

  private static void send(ChannelHandlerContext context, ByteBuf bytes) {
    context.writeAndFlush(bytes.duplicate()).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
  }

  private static void close(ChannelHandlerContext context) {
    context.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
  }

  private static void later(
      ChannelHandlerContext context, long millis, Consumer<ChannelHandlerContext> act) {
    context
        .executor()
        .schedule(() -> act.accept(context), millis, TimeUnit.MILLISECONDS)
        .addListener(
            acted -> {
              if (!acted.isSuccess()) {
                context.fireExceptionCaught(acted.cause());
              }
            });
  }
}
