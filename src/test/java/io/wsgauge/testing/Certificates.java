package io.wsgauge.testing;

import static java.time.temporal.ChronoUnit.DAYS;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509KeyManager;

/** Certificates, each in a directory of its own: in PEM as a user has them, and as a key store. */
public final class Certificates {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private Certificates() {}

  /** Valid from and until a day that is told in days from now. */
  public static UnaryOperator<CertificateBuilder> valid(int from, int until) {
    Instant now = Instant.now();
    return builder -> builder.notBefore(now.plus(from, DAYS)).notAfter(now.plus(until, DAYS));
  }

  /**
   * Writes {@code certificate.pem} and {@code key.pem} for that host name, an authority as well, as
   * openssl makes it.
   */
  @SafeVarargs
  public static void selfSigned(
      Path directory, String host, UnaryOperator<CertificateBuilder>... options) throws Exception {
    write(
        directory,
        builder(host, options)
            .addSanDnsName(host)
            .setIsCertificateAuthority(true)
            .buildSelfSigned());
  }

  /** The same with whatever name, quoted as RFC 4514 has it, which is no host's. */
  public static void named(Path directory, String name) throws Exception {
    StringBuilder quoted = new StringBuilder();
    for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
      quoted.append("\\%02x".formatted(octet));
    }
    authority(directory, quoted.toString());
  }

  /** The same, of an authority that may sign others. */
  public static void authority(Path directory, String name) throws Exception {
    write(directory, builder(name).setIsCertificateAuthority(true).buildSelfSigned());
  }

  /** Another certificate of an authority, with its name and key, in PEM. */
  public static void again(
      Path authority, Path certificate, UnaryOperator<CertificateBuilder> validity)
      throws Exception {
    X509Bundle former = issuer(authority);
    CertificateBuilder again =
        new CertificateBuilder()
            .subject(former.getCertificate().getSubjectX500Principal())
            .keyPair(former.getKeyPair())
            .setIsCertificateAuthority(true);
    Files.writeString(certificate, validity.apply(again).buildIssuedBy(former).getCertificatePEM());
  }

  /** The same, signed by an authority. */
  @SafeVarargs
  public static void signed(
      Path directory, String host, Path authority, UnaryOperator<CertificateBuilder>... options)
      throws Exception {
    CertificateBuilder builder = builder(host, options).addSanDnsName(host);
    write(directory, builder.buildIssuedBy(issuer(authority)));
  }

  @SafeVarargs
  private static CertificateBuilder builder(
      String name, UnaryOperator<CertificateBuilder>... options) {
    CertificateBuilder builder = valid(0, 90).apply(new CertificateBuilder().ecp256());
    for (UnaryOperator<CertificateBuilder> option : options) {
      builder = option.apply(builder);
    }
    return builder.subject("CN=" + name);
  }

  private static X509Bundle issuer(Path authority) throws IOException, GeneralSecurityException {
    KeyStore keys = load(authority);
    X509Certificate certificate = (X509Certificate) keys.getCertificate("a");
    KeyPair pair = new KeyPair(certificate.getPublicKey(), (PrivateKey) keys.getKey("a", PASSWORD));
    return X509Bundle.fromRootCertificateAuthority(certificate, pair);
  }

  private static void write(Path directory, X509Bundle bundle)
      throws IOException, GeneralSecurityException {
    Files.writeString(directory.resolve("certificate.pem"), bundle.getCertificatePEM());
    Files.writeString(directory.resolve("key.pem"), bundle.getPrivateKeyPEM());
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, PASSWORD);
    keys.setKeyEntry("a", bundle.getKeyPair().getPrivate(), PASSWORD, bundle.getCertificatePath());
    try (OutputStream out = Files.newOutputStream(store(directory))) {
      keys.store(out, PASSWORD);
    }
  }

  private static Path store(Path directory) {
    return directory.resolve("store.p12");
  }

  private static KeyStore load(Path directory) throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store(directory))) {
      keys.load(in, PASSWORD);
    }
    return keys;
  }

  /** For a server with the certificate of that directory, which trusts every client. */
  public static SSLContext serving(Path directory) throws IOException, GeneralSecurityException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(load(directory), PASSWORD);
    return context(keys.getKeyManagers());
  }

  /** For a client that trusts every server and has no certificate. */
  public static SSLContext trustingAll() throws GeneralSecurityException {
    return context((KeyManager[]) null);
  }

  /** As well, but it shows the certificate of that directory, whichever the server asks for. */
  public static SSLContext showing(Path directory) throws IOException, GeneralSecurityException {
    KeyStore keys = load(directory);
    PrivateKey key = (PrivateKey) keys.getKey("a", PASSWORD);
    return context(new Insistent(key, (X509Certificate) keys.getCertificate("a")));
  }

  /**
   * For a server with the certificate of that directory, which shows another's behind it that has
   * not signed it.
   */
  public static X509KeyManager unlinked(Path directory, Path other)
      throws IOException, GeneralSecurityException {
    KeyStore keys = load(directory);
    return new Insistent(
        (PrivateKey) keys.getKey("a", PASSWORD),
        (X509Certificate) keys.getCertificate("a"),
        (X509Certificate) load(other).getCertificate("a"));
  }

  private static SSLContext context(KeyManager... keys) throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
    return context;
  }

  /** That of the JDK keeps back a certificate of which the server does not know the authority. */
  private static final class Insistent extends X509ExtendedKeyManager {
    private static final String[] ALIASES = {"a"};

    private final PrivateKey key;
    private final X509Certificate[] chain;

    Insistent(PrivateKey key, X509Certificate... chain) {
      this.key = key;
      this.chain = chain;
    }

    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
      return ALIASES.clone();
    }

    @Override
    public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
      return ALIASES[0];
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
      return new String[0];
    }

    @Override
    public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
      return chooseEngineServerAlias(type, issuers, null);
    }

    @Override
    public String chooseEngineServerAlias(String type, Principal[] issuers, SSLEngine engine) {
      return type.equals(key.getAlgorithm()) ? ALIASES[0] : null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return chain.clone();
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return key;
    }
  }
}
