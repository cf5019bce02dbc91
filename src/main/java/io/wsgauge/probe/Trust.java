package io.wsgauge.probe;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.vertx.core.net.TrustOptions;
import io.wsgauge.config.PemFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** The certificates that targets trust. Blocks on the file system. Thread-safe. */
final class Trust {
  /** The JDK's authorities, which are large; null before they are needed. */
  private X509ExtendedTrustManager jdk;

  /**
   * Trust options for one connect; files are read each time. No two results are equal, even for one
   * target, since Vert.x distinguishes TLS contexts and connections by them and not by {@code
   * insecure} or the name check: each connect has a context of its own, and no session is resumed,
   * which would skip the check.
   */
  TrustOptions of(Target target) throws IOException, GeneralSecurityException {
    String certificate = target.trustedCertificate();
    String file = certificate.isEmpty() ? target.config().tls().authorities() : certificate;
    if (target.config().tls().insecure()) {
      return TrustOptions.wrap(InsecureTrustManagerFactory.INSTANCE.getTrustManagers()[0]);
    }
    return TrustOptions.wrap((TrustManager) (file.isEmpty() ? jdk() : authorities(Path.of(file))));
  }

  private synchronized X509ExtendedTrustManager jdk() throws GeneralSecurityException {
    if (jdk == null) {
      jdk = trusting(null);
    }
    return jdk;
  }

  private static X509ExtendedTrustManager authorities(Path file)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    for (X509Certificate authority : PemFiles.parse(PemFiles.certificates(file))) {
      store.setCertificateEntry(Integer.toString(store.size()), authority);
    }
    return trusting(store);
  }

  private static X509ExtendedTrustManager trusting(KeyStore authorities)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(authorities);
    return new ValidAuthorities((X509ExtendedTrustManager) factory.getTrustManagers()[0]);
  }
}
