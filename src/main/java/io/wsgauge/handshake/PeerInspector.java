package io.wsgauge.handshake;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AsciiString;
import io.vertx.core.http.HttpServerRequest;
import io.wsgauge.handshake.UpgradeRequest.TlsSession;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Who and what is found at the other end of a channel. */
public final class PeerInspector {
  /** What proxies have in the place of RFC 7239. */
  static final AsciiString FORWARDED_FOR = AsciiString.cached("X-Forwarded-For");

  private PeerInspector() {}

  /** Who sends a request. Event loop only. */
  public static Peer peer(HttpServerRequest request) {
    return peer(
        VertxPipeline.channel(request.connection()), request.headers().getAll(FORWARDED_FOR));
  }

  static Peer peer(Channel channel, List<String> forwardedFor) {
    return new Peer(client(channel, forwardedFor), isCertified(channel));
  }

  static Peer peer(Channel channel, HttpRequest request) {
    return peer(channel, request.headers().getAll(FORWARDED_FOR));
  }

  static UpgradeRequest request(Channel channel, HttpRequest request) {
    return request(
        channel,
        request.method().name(),
        request.uri(),
        request.protocolVersion().text(),
        request.headers().getAll(FORWARDED_FOR),
        HeaderLines.of(request.headers().iteratorCharSequence()));
  }

  static UpgradeRequest request(
      Channel channel,
      String method,
      String uri,
      String version,
      List<String> forwardedFor,
      HeaderLines headers) {
    return new UpgradeRequest(
        method,
        uri,
        version,
        client(channel, forwardedFor),
        headers,
        tls(channel.pipeline().get(SslHandler.class)));
  }

  /** The peer as all proxies that are trusted tell of it; null where it is not reached by IP. */
  private static @Nullable InetSocketAddress client(Channel channel, List<String> forwardedFor) {
    InetSocketAddress peer = remoteAddress(channel);
    TrustedProxies proxies = TrustedProxies.of(channel);
    return peer == null || proxies == null ? peer : proxies.client(peer, forwardedFor);
  }

  /** The other end of TCP, or of the PROXY protocol; null where it is not reached by IP. */
  static @Nullable InetSocketAddress remoteAddress(Channel channel) {
    InetSocketAddress named = ProxyHeaderDecoder.client(channel);
    if (named != null) {
      return named;
    }
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
