package io.wsgauge.check.bed;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Paths through HAProxy. */
final class HaproxyPaths {
  private static final String TIMEOUTS =
      "timeout connect 1s\n timeout client 60s\n timeout server 60s\n timeout tunnel 1h";

  private static final String SERVER = "server s 127.0.0.1:SERVER";
  private static final String REQUEST = "request";
  private static final String RESPONSE = "response";

  private final List<ProductPath> paths = new ArrayList<>();

  private HaproxyPaths() {}

  static List<ProductPath> all() {
    HaproxyPaths haproxy = new HaproxyPaths();
    haproxy.add(Planted.on("HAProxy, as its documentation has it").watched(3), "", "");
    haproxy.bytes(Planted.on("HAProxy that passes bytes"), "");
    haproxy.tls(Planted.on("HAProxy with TLS and HTTP/2"), "good", "alpn h2,http/1.1");
    haproxy.requests();
    haproxy.refusals();
    haproxy.limits();
    haproxy.tls(
        Planted.on("HAProxy, a certificate of itself").finds("tls-self-signed"), "self", "");
    haproxy.tls(Planted.on("HAProxy, an expired certificate").finds("tls-expired"), "expired", "");
    return haproxy.paths;
  }

  private void requests() {
    add(
        Planted.on("HAProxy, no Upgrade").finds("upgrade-not-forwarded", REQUEST, "status", "426"),
        "",
        "http-request del-header Upgrade");
    add(
        Planted.on("HAProxy, extensions not forwarded").finds("compression-stripped", REQUEST),
        "",
        "http-request del-header Sec-WebSocket-Extensions");
    add(
        Planted.on("HAProxy, extensions not answered").finds("compression-stripped", RESPONSE),
        "",
        "http-response del-header Sec-WebSocket-Extensions");
    add(
        Planted.on("HAProxy, subprotocols not forwarded").finds("subprotocol-stripped", REQUEST),
        "",
        "http-request del-header Sec-WebSocket-Protocol");
    add(
        Planted.on("HAProxy, a subprotocol of its own").finds("subprotocol-changed", RESPONSE),
        "",
        "http-response set-header Sec-WebSocket-Protocol mqtt");
    add(
        Planted.on("HAProxy, another path").finds("path-rewritten", REQUEST, "seen", "/other"),
        "",
        "http-request set-path /other");
    add(
        Planted.on("HAProxy, another Host")
            .finds("host-rewritten", REQUEST, "seen", "other.internal"),
        "",
        "http-request set-header Host other.internal");
    add(
        Planted.on("HAProxy, another key's answer").finds("bad-accept-key", RESPONSE),
        "",
        "http-response set-header Sec-WebSocket-Accept s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  }

  private void refusals() {
    add(
        Planted.on("HAProxy, to https").finds("redirect", null, "to", "https"),
        "http-request redirect scheme https code 301",
        "");
    add(
        Planted.on("HAProxy, no User-Agent").finds("user-agent-refused"),
        "http-request deny if !{ req.hdr(user-agent) -m found }",
        "");
    add(
        Planted.on("HAProxy, credentials").finds("auth-required", null, "status", "401"),
        "http-request auth unless FALSE",
        "");
    server(
        Planted.on("HAProxy, no server").finds("no-backend", null, "status", "503"), "", TIMEOUTS);
    server(
        Planted.on("HAProxy, a server that is down").finds("no-backend", null, "status", "503"),
        "server s 127.0.0.1:1",
        TIMEOUTS);
    server(
        Planted.on("HAProxy, a server that is mute").finds("backend-timeout", null, "seconds", 2),
        "server s 127.0.0.1:MUTE",
        TIMEOUTS.replace("timeout server 60s", "timeout server 2s"));
    server(
        Planted.on("HAProxy, a line of the PROXY protocol")
            .finds("upgrade-not-forwarded", REQUEST, "status", "400"),
        SERVER + " send-proxy",
        TIMEOUTS);
    server(
        Planted.on("HAProxy, one server of two down").finds("unreliable", null, "oneIn", 2),
        SERVER + "\n server t 127.0.0.1:1\n retries 0",
        TIMEOUTS);
  }

  private void limits() {
    server(
        Planted.on("HAProxy, two seconds in a tunnel")
            .finds("idle-timeout", "both", "seconds", 2)
            .watched(4),
        SERVER,
        TIMEOUTS.replace("1h", "2s"));
    bytes(
        Planted.on("HAProxy that passes bytes, two seconds")
            .finds("idle-timeout", "both", "seconds", 2)
            .watched(4),
        "timeout client 2s\n timeout server 2s");
    server(
        Planted.on("HAProxy, five at a time").finds("connection-limit", null, "held", 5),
        SERVER + " maxconn 5",
        TIMEOUTS + "\n timeout queue 300ms");
  }

  private void add(Planted planted, String frontend, String backend) {
    add(planted, TIMEOUTS, "mode http", frontend, backend + "\n " + SERVER);
  }

  private void server(Planted planted, String server, String timeouts) {
    add(planted, timeouts, "mode http", "", server);
  }

  private void bytes(Planted planted, String timeouts) {
    String all = timeouts.isEmpty() ? TIMEOUTS : "timeout connect 1s\n " + timeouts;
    add(planted, all, "mode tcp", "", SERVER);
  }

  private void add(Planted planted, String timeouts, String mode, String frontend, String backend) {
    paths.add(
        new ProductPath(
            planted,
            "haproxy",
            rig -> {
              int port = rig.port();
              start(rig, port, mode + "\n " + timeouts, "", frontend, backend);
              return "ws://127.0.0.1:" + port + "/ws";
            }));
  }

  private void tls(Planted planted, String certificate, String more) {
    paths.add(
        new ProductPath(
            planted,
            "haproxy",
            rig -> {
              int port = rig.port();
              Path both = rig.certificate(certificate).resolve("both.pem");
              String bind = "ssl crt " + both + " " + more;
              start(rig, port, "mode http\n " + TIMEOUTS, bind, "", SERVER);
              return "wss://localhost:" + port + "/ws";
            }));
  }

  private static void start(
      Rig rig, int port, String defaults, String bind, String frontend, String backend)
      throws Exception {
    String configuration =
        """
        global
         maxconn 500
        defaults
         %s
        frontend f
         bind 127.0.0.1:%d %s
         %s
         default_backend b
        backend b
         %s
        """
            .formatted(defaults, port, bind, frontend, backend);
    String mute = backend.contains("MUTE") ? String.valueOf(rig.mute()) : "";
    String filled =
        configuration.replace("MUTE", mute).replace("SERVER", String.valueOf(rig.server()));
    rig.start(rig.home("haproxy"), port, filled, "haproxy", "-db", "-f", "FILE");
  }
}
