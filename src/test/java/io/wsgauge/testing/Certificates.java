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
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509KeyManager;

/** Certificates made with the JDK's keytool. */
public final class Certificates {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private Certificates() {}

  /**
   * Writes {@code certificate.pem} and {@code key.pem} for that host name.
   *
   * @param validity how keytool is told of it
   */
  public static void selfSigned(Path directory, String host, String... validity)
      throws IOException, GeneralSecurityException, InterruptedException {
    generate(directory, host, "SAN=dns:" + host, validity);
    writePem(directory);
  }

  /** The same with whatever name, quoted as RFC 4514 has it, which is no host's. */
  public static void named(Path directory, String name)
      throws IOException, GeneralSecurityException, InterruptedException {
    StringBuilder quoted = new StringBuilder();
    for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
      quoted.append("\\%02x".formatted(octet));
    }
    generate(directory, quoted.toString(), "BC=ca:true");
    writePem(directory);
  }

  /** The same, of an authority that may sign others. */
  public static void authority(Path directory, String name)
      throws IOException, GeneralSecurityException, InterruptedException {
    generate(directory, name, "BC=ca:true");
    writePem(directory);
  }

  /** Another certificate of an authority, with its name and key, in PEM. */
  public static void again(Path authority, Path certificate, String... validity)
      throws IOException, InterruptedException {
    String request = certificate + ".request";
    keytool(authority, "-certreq", "-alias", "a", "-file", request);
    List<String> sign = new ArrayList<>(List.of("-gencert", "-alias", "a", "-infile", request));
    sign.addAll(List.of("-rfc", "-outfile", certificate.toString(), "-ext", "BC=ca:true"));
    sign.addAll(List.of(validity));
    keytool(authority, sign.toArray(String[]::new));
  }

  /** The same, signed by an authority. */
  public static void signed(Path directory, String host, Path authority, String... validity)
      throws IOException, GeneralSecurityException, InterruptedException {
    String request = directory.resolve("request.pem").toString();
    String certificate = directory.resolve("signed.pem").toString();
    generate(directory, host, "SAN=dns:" + host);
    keytool(directory, "-certreq", "-alias", "a", "-file", request);
    List<String> sign = new ArrayList<>(List.of("-gencert", "-alias", "a", "-infile", request));
    sign.addAll(List.of("-outfile", certificate, "-ext", "SAN=dns:" + host));
    sign.addAll(List.of(validity));
    keytool(authority, sign.toArray(String[]::new));
    String trusted = authority.resolve("certificate.pem").toString();
    keytool(directory, "-importcert", "-noprompt", "-alias", "ca", "-file", trusted);
    keytool(directory, "-importcert", "-noprompt", "-alias", "a", "-file", certificate);
    writePem(directory);
  }

  private static void generate(Path directory, String name, String extension, String... validity)
      throws IOException, InterruptedException {
    List<String> generate = new ArrayList<>(List.of("-genkeypair", "-alias", "a"));
    generate.addAll(List.of("-keyalg", "EC", "-dname", "CN=" + name));
    generate.addAll(List.of("-ext", extension));
    generate.addAll(List.of(validity));
    keytool(directory, generate.toArray(String[]::new));
  }

  private static void keytool(Path directory, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storetype", "PKCS12", "-keystore", store(directory).toString()));
    command.addAll(List.of("-storepass", new String(PASSWORD)));
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    if (!keytool.waitFor(30, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
      throw new IOException(
          new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static void writePem(Path directory) throws IOException, GeneralSecurityException {
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

  private static void write(Path directory, String name, String label, byte[] der)
      throws IOException {
    Files.writeString(
        directory.resolve(name),
        "-----BEGIN %s-----%n%s%n-----END %s-----%n"
            .formatted(label, Base64.getMimeEncoder().encodeToString(der), label));
  }
}
