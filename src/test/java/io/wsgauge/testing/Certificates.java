package io.wsgauge.testing;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509ExtendedKeyManager;

/** Certificates made with the JDK's keytool. */
public final class Certificates {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private Certificates() {}

  /** Writes {@code certificate.pem} and {@code key.pem} for that host name. */
  public static void selfSigned(Path directory, String host)
      throws IOException, GeneralSecurityException, InterruptedException {
    Path store = store(directory);
    Process keytool =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    "a",
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=" + host,
                    "-ext",
                    "SAN=dns:" + host,
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    store.toString(),
                    "-storepass",
                    new String(PASSWORD)))
            .redirectErrorStream(true)
            .start();
    if (!keytool.waitFor(30, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
      throw new IOException(
          new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }
    KeyStore keys = load(directory);
    write(directory, "certificate.pem", "CERTIFICATE", keys.getCertificate("a").getEncoded());
    write(directory, "key.pem", "PRIVATE KEY", keys.getKey("a", PASSWORD).getEncoded());
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

  /** For a client that trusts every server and has no certificate. */
  public static SSLContext trustingAll() throws GeneralSecurityException {
    return context(null);
  }

  /** As well, but it shows the certificate of that directory, whichever the server asks for. */
  public static SSLContext showing(Path directory) throws IOException, GeneralSecurityException {
    KeyStore keys = load(directory);
    PrivateKey key = (PrivateKey) keys.getKey("a", PASSWORD);
    return context(new Insistent(key, (X509Certificate) keys.getCertificate("a")));
  }

  private static SSLContext context(KeyManager keys) throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        keys == null ? null : new KeyManager[] {keys},
        InsecureTrustManagerFactory.INSTANCE.getTrustManagers(),
        null);
    return context;
  }

  /** That of the JDK keeps back a certificate of which the server does not know the authority. */
  private static final class Insistent extends X509ExtendedKeyManager {
    private static final String[] ALIASES = {"a"};

    private final PrivateKey key;
    private final X509Certificate certificate;

    Insistent(PrivateKey key, X509Certificate certificate) {
      this.key = key;
      this.certificate = certificate;
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
      return null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return new X509Certificate[] {certificate};
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return key;
    }
  }

  private static void write(Path directory, String name, String label, byte[] der)
      throws IOException {
    Files.writeString(
        directory.resolve(name),
        "-----BEGIN %s-----%n%s%n-----END %s-----%n"
            .formatted(label, Base64.getMimeEncoder().encodeToString(der), label));
  }
}
