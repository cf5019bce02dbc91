package io.wsgauge.handshake;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.http.HttpConnection;
import io.wsgauge.handshake.UpgradeRequest.TlsSession;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map.Entry;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Who and what is found at the other end of a channel. */
public final class PeerInspector {
  private PeerInspector() {}

  /** Event loop only. */
  public static Peer peer(HttpConnection connection) {
    return peer(VertxPipeline.channel(connection));
  }

  static Peer peer(Channel channel) {
    return new Peer(remoteAddress(channel), isCertified(channel));
  }

  static UpgradeRequest request(Channel channel, HttpRequest request) {
    return request(
        channel,
        request.method().name(),
        request.uri(),
        request.protocolVersion().text(),
        request.headers().entries());
  }

  static UpgradeRequest request(
      Channel channel,
      String method,
      String uri,
      String version,
      List<Entry<String, String>> headers) {
    return new UpgradeRequest(
        method,
        uri,
        version,
        remoteAddress(channel),
        List.copyOf(headers),
        tls(channel.pipeline().get(SslHandler.class)));
  }

  private static @Nullable InetSocketAddress remoteAddress(Channel channel) {
    return channel.remoteAddress() instanceof InetSocketAddress address ? address : null;
  }

  private static boolean isCertified(Channel channel) {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls == null) {
      return false;
    }
    try {
      return tls.engine().getSession().getPeerCertificates().length > 0;
    } catch (SSLPeerUnverifiedException e) {
      return false; // as the JDK says that there is none
    }
  }

  private static Optional<TlsSession> tls(@Nullable SslHandler tls) {
    if (tls == null) {
      return Optional.empty();
    }
    SSLSession session = tls.engine().getSession();
    return Optional.of(
        new TlsSession(
            session.getProtocol(),
            session.getCipherSuite(),
            serverName(session),
            tls.applicationProtocol()));
  }

  private static @Nullable String serverName(SSLSession session) {
    if (session instanceof ExtendedSSLSession extended) {
      for (SNIServerName name : extended.getRequestedServerNames()) {
        if (name instanceof SNIHostName host) {
          return host.getAsciiName();
        }
      }
    }
    return null;
  }
}
