package io.wsgauge.handshake;

import static io.netty.handler.codec.http.HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.wsgauge.wire.BufferBudget;
import io.wsgauge.wire.Limit;
import java.util.Optional;

/**
 * Negotiates permessage-deflate on a server's connections, instead of Netty's handshake, which
 * declines what its compressor cannot do and fails on what is no number.
 *
 * @param messageSize of a message when it is inflated
 * @param budget of all connections; where it is not ample, nothing is agreed to
 */
record DeflateNegotiator(Limit messageSize, BufferBudget budget) {
  /** What an upgrade is answered with; empty agrees to nothing. */
  Optional<DeflateParameters> negotiate(HttpRequest upgrade) {
    return budget.isAmple()
        ? DeflateParameters.negotiate(upgrade.headers().getAll(SEC_WEBSOCKET_EXTENSIONS))
        : Optional.empty();
  }

  /** Says in the 101 what was agreed on, to which the channel's frames keep. */
  void accept(Channel channel, HttpResponse switching, DeflateParameters agreed) {
    switching.headers().set(SEC_WEBSOCKET_EXTENSIONS, agreed.response());
    agreed.negotiated(messageSize).agreeOn(channel);
  }
}
