package io.wsgauge.probe;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.handler.ssl.DelegatingSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.NetUtil;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.spi.tls.DefaultSslContextFactory;
import io.vertx.core.spi.tls.SslContextFactory;
import java.util.List;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.StandardConstants;

/**
 * Engines of TLS for clients, which indicate each host that is no IP address (RFC 6066, section 3),
 * as browsers do. The JDK's leave out names of one label and those with an underscore. Thread-safe.
 */
public final class ServerNameIndication extends JdkSSLEngineOptions {
  @Override
  public SslContextFactory sslContextFactory() {
    return new DefaultSslContextFactory(SslProvider.JDK, false) {
      @Override
      public SslContext create() throws SSLException {
        return new DelegatingSslContext(super.create()) {
          @Override
          protected void initEngine(SSLEngine engine) {
            indicate(engine);
          }
        };
      }
    };
  }

  private static void indicate(SSLEngine engine) {
    String host = engine.getPeerHost();
    if (NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host)) {
      return;
    }
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setServerNames(List.of(new HostName(host.replaceFirst("\\.$", ""))));
    engine.setSSLParameters(parameters);
  }

  /** A host's name; the JDK's own type takes no underscore. */
  private static final class HostName extends SNIServerName {
    HostName(String name) {
      super(StandardConstants.SNI_HOST_NAME, name.getBytes(US_ASCII));
    }
  }
}
