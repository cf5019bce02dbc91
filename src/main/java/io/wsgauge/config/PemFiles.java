package io.wsgauge.config;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/** Certificates and private keys in PEM files (RFC 7468). Blocks on the file system. */
public final class PemFiles {
  private static final Pattern CERTIFICATE = Pattern.compile("CERTIFICATE-----");
  private static final Pattern PRIVATE_KEY =
      Pattern.compile("-----BEGIN (?:RSA |EC |ENCRYPTED )?PRIVATE KEY-----");
  private static final Pattern PKCS8 =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]*)-----END PRIVATE KEY-----");

  /** PKCS#8, and what openssl did before (RFC 1421, section 4.6.1.1). */
  private static final Pattern ENCRYPTED =
      Pattern.compile("-----BEGIN ENCRYPTED PRIVATE KEY-----|Proc-Type: 4,ENCRYPTED");

  /** Each refuses the keys of the others. */
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "RSASSA-PSS", "EdDSA");

  /** The password of a key store that leaves this class in no form. */
  private static final char[] IN_MEMORY = "in memory".toCharArray();

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
  public static KeyCertOptions pair(String certificate, String key)
      throws IOException, GeneralSecurityException {
    Buffer pem = certificates(Path.of(certificate));
    List<X509Certificate> chain = parse(pem);
    PrivateKey privateKey = parse(privateKey(Path.of(key)), pem, chain.get(0).getPublicKey());
    if (privateKey == null || !belong(chain.get(0).getPublicKey(), privateKey)) {
      throw new IllegalArgumentException("is not the key of the certificate");
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("key", privateKey, IN_MEMORY, chain.toArray(X509Certificate[]::new));
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, IN_MEMORY);
    return KeyCertOptions.wrap(keys);
  }

  /**
   * The certificates in a file, as they are there.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static Buffer certificates(Path file) throws IOException, GeneralSecurityException {
    Buffer pem = pem(file, CERTIFICATE, "CERTIFICATE");
    first(pem);
    return pem;
  }

  private static Buffer privateKey(Path file) throws IOException {
    Buffer pem = pem(file, PRIVATE_KEY, "PRIVATE KEY");
    if (ENCRYPTED.matcher(pem.toString()).find()) {
      throw new IllegalArgumentException("is encrypted, and must not be");
    }
    return pem;
  }

  private static Buffer pem(Path file, Pattern begin, String content) throws IOException {
    Buffer pem = Buffer.buffer(Files.readAllBytes(file));
    if (!begin.matcher(pem.toString()).find()) {
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

  /**
   * @return null for a key of the former forms, of another algorithm than that of the certificate
   */
  private static @Nullable PrivateKey parse(Buffer key, Buffer chain, PublicKey publicKey)
      throws GeneralSecurityException {
    String pem = key.toString();
    Matcher pkcs8 = PKCS8.matcher(pem);
    if (pkcs8.find()) {
      return ofPkcs8(Base64.getMimeDecoder().decode(pkcs8.group(1)));
    }
    return pem.contains("BEGIN " + publicKey.getAlgorithm() + " PRIVATE KEY")
        ? ofFormerForm(new PemKeyCertOptions().setCertValue(chain).setKeyValue(key))
        : null;
  }

  /** A key of RFC 5958; Vert.x knows two algorithms alone. */
  private static PrivateKey ofPkcs8(byte[] der) throws NoSuchAlgorithmException {
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
      } catch (InvalidKeySpecException e) {
        // it is of another algorithm
      }
    }
    throw new IllegalArgumentException("is no key of RSA, RSA-PSS, EC, Ed25519 or Ed448");
  }

  /** A key of RSA in PKCS#1, or of EC as RFC 5915 has it. */
  private static PrivateKey ofFormerForm(PemKeyCertOptions pair) throws GeneralSecurityException {
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
    if (publicKey instanceof RSAKey ofCertificate && privateKey instanceof RSAKey own) {
      return ofCertificate.getModulus().equals(own.getModulus());
    }
    String algorithm = privateKey.getAlgorithm();
    if (!algorithm.equals(publicKey.getAlgorithm())) {
      return false;
    }
    Signature signature =
        Signature.getInstance(algorithm.equals("EC") ? "SHA256withECDSA" : algorithm);
    byte[] message = {1}; // the JDK verifies no signature of Ed25519 of nothing
    signature.initSign(privateKey);
    signature.update(message);
    byte[] signed = signature.sign();
    signature.initVerify(publicKey);
    signature.update(message);
    return signature.verify(signed);
  }
}
