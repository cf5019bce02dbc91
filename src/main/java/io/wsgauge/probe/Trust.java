package io.wsgauge.probe;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.vertx.core.net.TrustOptions;
import io.wsgauge.config.PemFiles;
import io.wsgauge.handshake.ValidAuthorities;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/** The certificates that targets trust. Blocks on the file system. Thread-safe. */
final class Trust {
  /** The JDK's authorities, which are large; null before they are needed. */
  @GuardedBy("this")
  private @Nullable ValidAuthorities jdk;

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
    return TrustOptions.wrap(
        file.isEmpty()
            ? jdk()
            : ValidAuthorities.of(PemFiles.parse(PemFiles.certificates(Path.of(file)))));
  }

  private synchronized ValidAuthorities jdk() throws GeneralSecurityException {
    if (jdk == null) {
      jdk = ValidAuthorities.ofJdk();
    }
    return jdk;
  }
}
