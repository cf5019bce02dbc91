package io.wsgauge.config;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;

/** Certificates and private keys in PEM files (RFC 7468). Blocks on the file system. */
public final class PemFiles {
  private PemFiles() {}

  /**
   * Adds what is wrong with a certificate and its key.
   *
   * @param section the keys {@code certificate} and {@code key} of which name the files; both empty
   *     for none
   */
  public static void check(String section, String certificate, String key, Problems problems) {
    String certificatePath = section + ".certificate";
    String keyPath = section + ".key";
    if (certificate.isEmpty() != key.isEmpty()) {
      problems.add(
          key.isEmpty() ? keyPath : certificatePath, "", "certificate and key need each other");
    }
    Buffer chain =
        ConfiguredFile.check(certificatePath, certificate, PemFiles::certificates, problems);
    Buffer readKey = ConfiguredFile.check(keyPath, key, PemFiles::privateKey, problems);
    if (chain != null && readKey != null) {
      ConfiguredFile.check(keyPath, key, file -> pair(certificate, key), problems);
    }
  }

  /**
   * A certificate, with the chain to its authority if the file has it, and its key.
   *
   * @throws IllegalArgumentException when they do not belong to each other
   */
  public static PemKeyCertOptions pair(String certificate, String key)
      throws IOException, GeneralSecurityException {
    Buffer chain = certificates(Path.of(certificate));
    PemKeyCertOptions pair =
        new PemKeyCertOptions().setCertValue(chain).setKeyValue(privateKey(Path.of(key)));
    if (!belong(first(chain).getPublicKey(), privateKey(pair))) {
      throw new IllegalArgumentException("is not the key of the certificate");
    }
    return pair;
  }

  /**
   * The certificates in a file, as they are there.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static Buffer certificates(Path file) throws IOException, GeneralSecurityException {
    Buffer pem = pem(file, "CERTIFICATE");
    first(pem);
    return pem;
  }

  private static Buffer privateKey(Path file) throws IOException {
    return pem(file, "PRIVATE KEY");
  }

  private static Buffer pem(Path file, String content) throws IOException {
    Buffer pem = Buffer.buffer(Files.readAllBytes(file));
    if (!pem.toString().contains(content + "-----")) {
      throw new IllegalArgumentException("holds no " + content + " in PEM");
    }
    return pem;
  }

  private static X509Certificate first(Buffer pem) throws GeneralSecurityException {
    return parse(pem).get(0);
  }

  /** Certificates as {@link #certificates} gives them, in their order. */
  public static List<X509Certificate> parse(Buffer pem) throws GeneralSecurityException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(pem.getBytes()))
        .stream()
        .map(X509Certificate.class::cast)
        .toList();
  }

  private static PrivateKey privateKey(PemKeyCertOptions pair) throws GeneralSecurityException {
    try {
      // a Vertx is asked for files alone, and these are values
      KeyManager manager = pair.getKeyManagerFactory(null).getKeyManagers()[0];
      String alias = pair.loadKeyStore(null).aliases().nextElement();
      return ((X509KeyManager) manager).getPrivateKey(alias);
    } catch (GeneralSecurityException e) {
      throw e;
    } catch (Exception e) { // as declared; what is wrong with the key comes as various ones
      throw new GeneralSecurityException(e.getMessage(), e);
    }
  }

  private static boolean belong(PublicKey publicKey, PrivateKey privateKey)
      throws GeneralSecurityException {
    Signature signature =
        Signature.getInstance(
            privateKey.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA");
    signature.initSign(privateKey);
    byte[] signed = signature.sign();
    signature.initVerify(publicKey);
    return signature.verify(signed);
  }
}
