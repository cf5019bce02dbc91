package io.wsgauge.handshake;

import static io.wsgauge.handshake.ServerIdentity.HEADER;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import java.util.Map.Entry;
import org.jspecify.annotations.Nullable;

/**
 * Sees each answer as it is sent, and says with it which server that is, where it answers an
 * upgrade or says that something is wrong with a request. Stands before the {@link UpgradeGate},
 * and until the 101.
 */
final class UpgradeAnswer extends ChannelDuplexHandler {
  private final @Nullable ServerIdentity identity;

  /** Whether the request that is to be answered is an upgrade. */
  private boolean upgrade;

  /** The headers of the 101; empty before it is sent. */
  private List<Entry<String, String>> switching = List.of();

  /**
   * @param identity null says nothing
   */
  UpgradeAnswer(@Nullable ServerIdentity identity) {
    this.identity = identity;
  }

  /** Removes it after the 101, and returns the headers of that as they were sent. */
  static List<Entry<String, String>> remove(Channel channel) {
    return channel.pipeline().remove(UpgradeAnswer.class).switching;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest request) {
      upgrade = UpgradeGate.isUpgrade(request);
    }
    context.fireChannelRead(message);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
      throws Exception {
    if (message instanceof HttpResponse response) {
      HttpHeaders headers = response.headers();
      if (response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
        if (identity != null) {
          headers.set(HEADER, identity.value(UpgradeGate.accepted(context.channel()).connection()));
        }
        switching = List.copyOf(headers.entries());
      } else if (identity != null && (upgrade || response.status().code() >= 400)) {
        headers.set(HEADER, identity.value());
      }
    }
    super.write(context, message, promise);
  }
}
