package io.wsgauge.handshake;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.ProtocolDetectionState;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol.TransportProtocol;
import io.netty.util.AttributeKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes the header of the PROXY protocol, version 1 or 2, with which a trusted proxy begins a
 * connection, and what it says of the client. A proxy that sends none, as for its own health check,
 * asks for itself. A malformed one is answered as a request that could not be read; before TLS,
 * where nothing can be said, it ends the connection. Stands in front of all others.
 */
final class ProxyHeaderDecoder extends ByteToMessageDecoder {
  /** Bytes of the extensions of version 2, which nothing here makes use of. */
  private static final int MAX_EXTENSIONS = 4096;

  private static final AttributeKey<InetSocketAddress> CLIENT =
      AttributeKey.valueOf(ProxyHeaderDecoder.class, "client");

  /** Netty's decoder apart, since in this pipeline it would end the connection without a word. */
  private @Nullable EmbeddedChannel header;

  private boolean refused;

  /** Whom the proxy has named; null where it has named nobody. */
  static @Nullable InetSocketAddress client(Channel channel) {
    return channel.hasAttr(CLIENT) ? channel.attr(CLIENT).get() : null;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (refused) {
      in.skipBytes(in.readableBytes());
      return;
    }
    if (header == null) {
      ProtocolDetectionState state = HAProxyMessageDecoder.detectProtocol(in).state();
      if (state == ProtocolDetectionState.INVALID) {
        context.pipeline().remove(this);
      }
      if (state != ProtocolDetectionState.DETECTED) {
        return;
      }
      header = new EmbeddedChannel(new HAProxyMessageDecoder(MAX_EXTENSIONS));
    }
    try {
      header.writeInbound(in.readRetainedSlice(in.readableBytes()));
      HAProxyMessage message = header.readInbound();
      if (message != null) {
        take(context.channel(), message);
        for (Object rest = header.readInbound(); rest != null; rest = header.readInbound()) {
          out.add(rest);
        }
        context.pipeline().remove(this);
      }
    } catch (DecoderException e) {
      refuse(context, String.valueOf(e.getMessage()));
    }
  }

  private static void take(Channel channel, HAProxyMessage message) {
    try {
      if (message.proxiedProtocol().transportProtocol() == TransportProtocol.DGRAM) {
        throw new DecoderException("the connection must be one of TCP");
      }
      String source = message.sourceAddress();
      InetAddress address = source == null ? null : TrustedProxies.address(source);
      if (address != null) {
        channel.attr(CLIENT).set(new InetSocketAddress(address, message.sourcePort()));
      }
    } finally {
      message.release();
    }
  }

  private void refuse(ChannelHandlerContext context, String fault) {
    refused = true;
    if (context.pipeline().get(RequestDecoder.class) == null) {
      context.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
    } else {
      context.fireUserEventTriggered(
          new RequestException(Rule.PROXY_PROTOCOL, "the header of the PROXY protocol: " + fault));
    }
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext context) {
    if (header != null) {
      header.finishAndReleaseAll();
    }
  }
}
