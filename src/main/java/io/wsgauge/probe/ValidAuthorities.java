package io.wsgauge.probe;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * A trust manager that accepts the servers that the JDK accepts, unless their authority has expired
 * or is not valid yet, be it the server's own certificate. The JDK checks the validity of all other
 * certificates only (RFC 5280, section 6.1, leaves it open); browsers check authorities as well.
 * Thread-safe.
 */
final class ValidAuthorities extends X509ExtendedTrustManager {
  private final X509ExtendedTrustManager trusted;

  ValidAuthorities(X509ExtendedTrustManager trusted) {
    this.trusted = trusted;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    trusted.checkServerTrusted(chain, authType, engine);
    checkValidity(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    trusted.checkServerTrusted(chain, authType, socket);
    checkValidity(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    trusted.checkServerTrusted(chain, authType);
    checkValidity(chain);
  }

  /** One valid authority is enough, since an old one may stand beside its successor. */
  private void checkValidity(X509Certificate[] chain) throws CertificateException {
    chain[0].checkValidity();
    List<X509Certificate> authorities =
        Stream.of(trusted.getAcceptedIssuers())
            .filter(authority -> Stream.of(chain).anyMatch(c -> vouches(authority, c)))
            .toList();
    if (authorities.stream().noneMatch(ValidAuthorities::isValid)) {
      authorities.get(0).checkValidity();
    }
  }

  private static boolean vouches(X509Certificate authority, X509Certificate certificate) {
    return authority.equals(certificate)
        || authority.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
  }

  private static boolean isValid(X509Certificate authority) {
    try {
      authority.checkValidity();
      return true;
    } catch (CertificateException e) {
      return false;
    }
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return trusted.getAcceptedIssuers();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType) {
    throw new UnsupportedOperationException();
  }
}
