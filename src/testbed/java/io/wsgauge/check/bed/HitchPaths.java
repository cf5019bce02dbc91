package io.wsgauge.check.bed;

import java.util.List;

/** Paths through hitch, which ends TLS and passes bytes. */
final class HitchPaths {
  private HitchPaths() {}

  static List<ProductPath> all() {
    return List.of(
        path(Planted.on("hitch").watched(3), "good", true),
        path(Planted.on("hitch, an expired certificate").finds("tls-expired"), "expired", true),
        path(Planted.on("hitch, another host's").finds("tls-name-mismatch"), "wrong", true),
        path(Planted.on("hitch, a server that is down").finds("no-backend"), "good", false));
  }

  private static ProductPath path(Planted planted, String certificate, boolean served) {
    return new ProductPath(
        planted,
        "hitch",
        rig -> {
          int port = rig.port();
          String configuration =
              """
              frontend = "[127.0.0.1]:%d"
              backend = "[127.0.0.1]:%d"
              pem-file = "%s"
              workers = 1
              daemon = off
              user = "nobody"
              """
                  .formatted(
                      port,
                      served ? rig.server() : 1,
                      rig.certificate(certificate).resolve("both.pem"));
          rig.start(rig.home("hitch"), port, configuration, "hitch", "--config=FILE");
          return "wss://localhost:" + port + "/ws";
        });
  }
}
