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
import java.util.Objects;
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

  /** The headers of the 101; null before it is sent. */
  private @Nullable HeaderLines switching;

  /**
   * @param identity null says nothing
   */
  UpgradeAnswer(@Nullable ServerIdentity identity) {
    this.identity = identity;
  }

  /** Removes it after the 101, and returns the headers of that as they were sent. */
  static HeaderLines remove(Channel channel) {
    return Objects.requireNonNull(
        channel.pipeline().remove(UpgradeAnswer.class).switching, "no 101 was sent");
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
        switching = HeaderLines.of(headers.iteratorCharSequence());
      } else if (identity != null && (upgrade || response.status().code() >= 400)) {
        headers.set(HEADER, identity.value());
      }
    }
    super.write(context, message, promise);
  }
}
