package io.wsgauge.handshake;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;

/** A server's certificate is not trusted; the cause says why. The JDK forgets then what it was. */
final class RefusedCertificateException extends CertificateException {
  private static final long serialVersionUID = 1;

  private final transient List<X509Certificate> chain;

  RefusedCertificateException(X509Certificate[] chain, CertificateException cause) {
    super(cause.getMessage(), cause);
    this.chain = List.of(chain);
  }

  List<X509Certificate> chain() {
    return chain;
  }
}
