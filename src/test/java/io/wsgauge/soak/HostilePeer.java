package io.wsgauge.soak;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.wsgauge.soak.Attack.Reads;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

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
    context.writeAndFlush(attack.opening.duplicate());
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
          context.close();
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
      context.executor().schedule(() -> readSlowly(context), SLOW_MILLIS, TimeUnit.MILLISECONDS);
    }
    swarm.hasSent(attack.once.readableBytes());
    context.writeAndFlush(attack.once.duplicate());
    pump(context);
  }

  private void readSlowly(ChannelHandlerContext context) {
    if (context.channel().isActive()) {
      context.read();
      context.executor().schedule(() -> readSlowly(context), SLOW_MILLIS, TimeUnit.MILLISECONDS);
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
      context.executor().schedule(() -> end(context), attack.pauseMillis, TimeUnit.MILLISECONDS);
      return;
    }
    boolean sends = swarm.maySend(size);
    if (sends) {
      sent += size;
      context.writeAndFlush(attack.block.duplicate());
    }
    waits = true;
    context
        .executor()
        .schedule(
            () -> {
              waits = false;
              pump(context);
            },
            sends ? attack.pauseMillis : WAIT_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  private void end(ChannelHandlerContext context) {
    switch (attack.ends) {
      case NEVER -> {}
      case FIN -> context.close();
      case HALF -> ((SocketChannel) context.channel()).shutdownOutput();
      case RESET -> {
        context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        context.close();
      }
    }
  }

  /** The service has cut the connection, which is what it is for. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
