package io.wsgauge.check.bed;

import java.util.ArrayList;
import java.util.List;

/** Paths through stunnel, which ends TLS and passes bytes. */
final class StunnelPaths {
  /** What TLS leads to, and how. */
  private record Service(String certificate, String target, String options) {}

  private static final String OLD = "ciphers = ALL:@SECLEVEL=0\nsslVersionMin = TLSv1";

  private final List<ProductPath> paths = new ArrayList<>();

  private StunnelPaths() {}

  static List<ProductPath> all() {
    StunnelPaths stunnel = new StunnelPaths();
    stunnel.add(Planted.on("stunnel").watched(3), "good", "");
    stunnel.certificates();
    stunnel.versions();
    stunnel.forms();
    stunnel.ends();
    return stunnel.paths;
  }

  private void certificates() {
    add(Planted.on("stunnel, an expired certificate").finds("tls-expired"), "expired", "");
    add(Planted.on("stunnel, a certificate of itself").finds("tls-self-signed"), "self", "");
    add(Planted.on("stunnel, another host's").finds("tls-name-mismatch"), "wrong", "");
    add(Planted.on("stunnel, a stranger's").finds("tls-untrusted"), "strange", "");
  }

  private void versions() {
    add(
        Planted.on("stunnel, TLS 1.1 at most").finds("tls-version", null, "versions", "TLSv1.1"),
        "good",
        OLD + "\nsslVersionMax = TLSv1.1");
    add(
        Planted.on("stunnel, TLS 1.1 as well").finds("tls-version", null, "versions", "TLSv1.1"),
        "good",
        OLD);
  }

  /** Whether TLS is asked for, and taken. */
  private void forms() {
    paths.add(
        new ProductPath(
            Planted.on("stunnel, asked without TLS").finds("tls-failed", null, "fault", "ws://"),
            "stunnel4",
            rig -> "ws://127.0.0.1:" + start(rig, new Service("good", "SERVER", "")) + "/ws"));
    add(
        Planted.on("stunnel, a certificate of the client's asked for")
            .finds("auth-required", null, "credentials", "certificate"),
        "good",
        "requireCert = yes\nverifyChain = yes\nCAfile = AUTHORITY");
  }

  private void ends() {
    for (int seconds : List.of(2, 3)) {
      add(
          Planted.on("stunnel, %d seconds of silence".formatted(seconds))
              .finds("idle-timeout", "both", "seconds", seconds)
              .watched(seconds + 2),
          "good",
          "TIMEOUTidle = " + seconds);
    }
    add(
        Planted.on("stunnel, a server that is down").finds("no-backend"),
        new Service("good", "1", ""));
    add(
        Planted.on("stunnel, a server that is mute").finds("backend-timeout", null, "seconds", 2),
        new Service("good", "MUTE", "TIMEOUTidle = 2"));
    add(
        Planted.on("stunnel, silence, and an expired certificate")
            .finds("tls-expired")
            .finds("idle-timeout", "both", "seconds", 2)
            .watched(4),
        "expired",
        "TIMEOUTidle = 2");
    add(
        Planted.on("stunnel, another host's, and TLS 1.1")
            .finds("tls-name-mismatch")
            .finds("tls-version"),
        "wrong",
        OLD);
    add(
        Planted.on("stunnel, a server that is down, and a stranger's")
            .finds("tls-untrusted")
            .finds("no-backend"),
        new Service("strange", "1", ""));
    add(Planted.on("stunnel, TLS 1.2 alone"), "good", "sslVersion = TLSv1.2");
  }

  private void add(Planted planted, String certificate, String options) {
    add(planted, new Service(certificate, "SERVER", options));
  }

  private void add(Planted planted, Service service) {
    paths.add(
        new ProductPath(
            planted, "stunnel4", rig -> "wss://localhost:" + start(rig, service) + "/ws"));
  }

  private static int start(Rig rig, Service service) throws Exception {
    int port = rig.port();
    String target =
        switch (service.target) {
          case "SERVER" -> String.valueOf(rig.server());
          case "MUTE" -> String.valueOf(rig.mute());
          default -> service.target;
        };
    String configuration =
        """
        foreground = yes
        pid =
        syslog = no
        [s]
        accept = 127.0.0.1:%d
        connect = 127.0.0.1:%s
        cert = %s
        %s
        """
            .formatted(
                port,
                target,
                rig.certificate(service.certificate).resolve("both.pem"),
                service.options.replace("AUTHORITY", rig.authority().toString()));
    rig.start(rig.home("stunnel"), port, configuration, "stunnel4", "FILE");
    return port;
  }
}
