package io.wsgauge.handshake;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A trust manager that accepts the servers and clients that the JDK accepts, unless their authority
 * has expired or is not valid yet, be it the peer's own certificate. The JDK checks the validity of
 * all other certificates only (RFC 5280, section 6.1, leaves it open); browsers check authorities
 * as well. Thread-safe.
 */
public final class ValidAuthorities extends X509ExtendedTrustManager {
  /** The type of a name in a certificate (RFC 5280, section 4.2.1.6). */
  private static final Integer DNS_NAME = 2;

  private final X509ExtendedTrustManager trusted;

  private ValidAuthorities(@Nullable KeyStore authorities) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(authorities);
    trusted = (X509ExtendedTrustManager) factory.getTrustManagers()[0];
  }

  /** Trust in those that these authorities vouch for. */
  public static ValidAuthorities of(List<X509Certificate> authorities)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    for (X509Certificate authority : authorities) {
      store.setCertificateEntry(Integer.toString(store.size()), authority);
    }
    return new ValidAuthorities(store);
  }

  /** Trust in those that the authorities of the JDK vouch for. Blocks, to read them. */
  public static ValidAuthorities ofJdk() throws GeneralSecurityException {
    return new ValidAuthorities((KeyStore) null);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    String host = engine.getPeerHost();
    try {
      if (host != null && host.indexOf('_') >= 0 && verifiesName(engine)) {
        trusted.checkServerTrusted(chain, authType); // the JDK's takes no such name for one
        checkName(chain[0], host);
      } else {
        trusted.checkServerTrusted(chain, authType, engine);
      }
      checkValidity(chain);
    } catch (CertificateException e) {
      throw new RefusedCertificateException(chain, e);
    }
  }

  private static boolean verifiesName(SSLEngine engine) {
    return "HTTPS".equals(engine.getSSLParameters().getEndpointIdentificationAlgorithm());
  }

  /** RFC 9525, section 6.3: an asterisk stands for the whole of the first label. */
  private static void checkName(X509Certificate certificate, String host)
      throws CertificateException {
    String below = "*" + host.substring(Math.max(0, host.indexOf('.')));
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    if (names == null
        || names.stream()
            .filter(name -> name.get(0).equals(DNS_NAME))
            .map(name -> String.valueOf(name.get(1)))
            .noneMatch(name -> name.equalsIgnoreCase(host) || name.equalsIgnoreCase(below))) {
      throw new CertificateException(
          "No subject alternative DNS name matching " + host + " found.");
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    try {
      trusted.checkServerTrusted(chain, authType, socket);
      checkValidity(chain);
    } catch (CertificateException e) {
      throw new RefusedCertificateException(chain, e);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    try {
      trusted.checkServerTrusted(chain, authType);
      checkValidity(chain);
    } catch (CertificateException e) {
      throw new RefusedCertificateException(chain, e);
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    trusted.checkClientTrusted(chain, authType, engine);
    checkValidity(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    trusted.checkClientTrusted(chain, authType, socket);
    checkValidity(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    trusted.checkClientTrusted(chain, authType);
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
}
