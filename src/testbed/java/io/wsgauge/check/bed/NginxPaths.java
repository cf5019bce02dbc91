package io.wsgauge.check.bed;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Paths through nginx. */
final class NginxPaths {
  /** What a location needs that forwards WebSockets. */
  private static final String FORWARD =
      "proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade;"
          + " proxy_set_header Connection upgrade; proxy_set_header Host $http_host;"
          + " proxy_pass http://127.0.0.1:SERVER; ";

  private static final String REQUEST = "request";
  private static final String RESPONSE = "response";

  private final List<ProductPath> paths = new ArrayList<>();

  private NginxPaths() {}

  static List<ProductPath> all() {
    NginxPaths nginx = new NginxPaths();
    nginx.add(Planted.on("nginx, as its documentation has it").watched(3), FORWARD);
    nginx.add(Planted.on("nginx, Host without its port"), FORWARD.replace("$http_host", "$host"));
    nginx.tls(Planted.on("nginx with TLS and HTTP/2"), "good", "");
    nginx.requests();
    nginx.refusals();
    nginx.limits();
    nginx.tls(Planted.on("nginx, an expired certificate").finds("tls-expired"), "expired", "");
    nginx.tls(
        Planted.on("nginx, a certificate of another host").finds("tls-name-mismatch"), "wrong", "");
    return nginx.paths;
  }

  private void requests() {
    add(
        Planted.on("nginx, nothing forwarded")
            .finds("upgrade-not-forwarded", REQUEST, "status", "426"),
        "proxy_http_version 1.1; proxy_pass http://127.0.0.1:SERVER;");
    add(
        Planted.on("nginx, HTTP/1.0 to the server").finds("http10-upstream", REQUEST),
        FORWARD.replace("proxy_http_version 1.1", "proxy_http_version 1.0"));
    add(
        Planted.on("nginx, extensions not forwarded").finds("compression-stripped", REQUEST),
        FORWARD + "proxy_set_header Sec-WebSocket-Extensions '';");
    add(
        Planted.on("nginx, extensions not answered").finds("compression-stripped", RESPONSE),
        FORWARD + "proxy_hide_header Sec-WebSocket-Extensions;");
    add(
        Planted.on("nginx, subprotocols not forwarded").finds("subprotocol-stripped", REQUEST),
        FORWARD + "proxy_set_header Sec-WebSocket-Protocol '';");
    add(
        Planted.on("nginx, a subprotocol not answered").finds("subprotocol-stripped", RESPONSE),
        FORWARD + "proxy_hide_header Sec-WebSocket-Protocol;");
    add(
        Planted.on("nginx, another Host")
            .finds("host-rewritten", REQUEST, "seen", "backend.internal"),
        FORWARD.replace("$http_host", "backend.internal"));
    add(
        Planted.on("nginx, a slash behind proxy_pass")
            .finds("path-rewritten", REQUEST, "seen", "/"),
        FORWARD.replace("SERVER", "SERVER/"));
    add(Planted.on("nginx, no query").finds("query-dropped", REQUEST), FORWARD + "set $args '';");
    add(
        Planted.on("nginx, no Origin").finds("header-removed", REQUEST, "names", "Origin"),
        FORWARD + "proxy_set_header Origin '';");
    add(
        Planted.on("nginx, another key").finds("bad-accept-key", RESPONSE),
        FORWARD + "proxy_set_header Sec-WebSocket-Key dGhlIHNhbXBsZSBub25jZQ==;");
  }

  private void refusals() {
    add(
        Planted.on("nginx, to https").finds("redirect", null, "to", "https"),
        "return 301 https://$host$request_uri;");
    add(
        Planted.on("nginx, to a slash").finds("redirect", null, "to", "slash"),
        "return 301 http://$http_host$uri/;");
    add(
        Planted.on("nginx, a forbidden Origin")
            .finds("origin-refused", null, "origin", "same-host"),
        "if ($http_origin ~ 127.0.0.1) { return 403; } " + FORWARD);
    add(
        Planted.on("nginx, an Origin wanted").finds("origin-refused", null, "origin", "missing"),
        "if ($http_origin = '') { return 403; } " + FORWARD);
    add(
        Planted.on("nginx, a tool's User-Agent").finds("user-agent-refused"),
        "if ($http_user_agent ~ curl) { return 403; } " + FORWARD);
    add(
        Planted.on("nginx, one form of Connection").finds("connection-form-refused"),
        "if ($http_connection != Upgrade) { return 400; } " + FORWARD);
    add(
        Planted.on("nginx, a server that is down").finds("no-backend", null, "status", "502"),
        FORWARD.replace("SERVER", "1"));
    add(
        Planted.on("nginx, a server that is mute").finds("backend-timeout", null, "seconds", 2),
        FORWARD.replace("SERVER", "MUTE") + "proxy_read_timeout 2s;");
    add(
        Planted.on("nginx, a failure of its own").finds("no-backend", null, "status", "500"),
        "return 500;");
    add(
        Planted.on("nginx, a query refused").finds("query-dropped", REQUEST, "status", "403"),
        "if ($args) { return 403; } " + FORWARD);
    paths.add(
        new ProductPath(
            Planted.on("nginx, HTTP/2 alone")
                .finds("upgrade-not-forwarded", REQUEST, "status", "not-http"),
            "nginx",
            rig -> {
              int port = rig.port();
              start(rig, port, "", "listen 127.0.0.1:" + port + " http2;", FORWARD);
              return "ws://127.0.0.1:" + port + "/ws";
            }));
    add(
        Planted.on("nginx, one server of two down").finds("unreliable", null, "oneIn", 2),
        "upstream two { zone two 64k; server 127.0.0.1:SERVER max_fails=0;"
            + " server 127.0.0.1:1 max_fails=0; }",
        FORWARD.replace("127.0.0.1:SERVER", "two") + "proxy_next_upstream off;");
  }

  private void limits() {
    add(
        Planted.on("nginx, two seconds of silence")
            .finds("idle-timeout", "both", "seconds", 2)
            .watched(4),
        FORWARD + "proxy_read_timeout 2s;");
    add(
        Planted.on("nginx, five at a time").finds("connection-limit", null, "held", 5),
        "limit_conn_zone $binary_remote_addr zone=z:1m;",
        "limit_conn z 5; " + FORWARD);
    add(
        Planted.on("nginx, two a second").finds("rate-limit", null, "perSecond", 1.2, 2.8),
        "limit_req_zone $binary_remote_addr zone=z:1m rate=2r/s;",
        "limit_req zone=z burst=5 nodelay; limit_req_status 429; " + FORWARD);
    add(
        Planted.on("nginx, a limit of the rate").finds("end-not-told", "server-to-client"),
        "limit_rate 20k; " + FORWARD);
  }

  private void add(Planted planted, String location) {
    add(planted, "", location);
  }

  private void add(Planted planted, String http, String location) {
    paths.add(
        new ProductPath(
            planted,
            "nginx",
            rig -> {
              int port = rig.port();
              start(rig, port, http, "listen 127.0.0.1:" + port + ";", location);
              return "ws://127.0.0.1:" + port + "/ws";
            }));
  }

  private void tls(Planted planted, String certificate, String more) {
    paths.add(
        new ProductPath(
            planted,
            "nginx",
            rig -> {
              int port = rig.port();
              Path files = rig.certificate(certificate);
              String listen =
                  "listen 127.0.0.1:%d ssl http2; ssl_certificate %s; ssl_certificate_key %s; %s"
                      .formatted(
                          port, files.resolve("certificate.pem"), files.resolve("key.pem"), more);
              start(rig, port, "", listen, FORWARD);
              return "wss://localhost:" + port + "/ws";
            }));
  }

  private static void start(Rig rig, int port, String http, String server, String location)
      throws Exception {
    start(rig, port, http, server + " location /ws { " + location + " }");
  }

  /**
   * An nginx that has all of the server below a path.
   *
   * @param more of its location
   * @return its port
   */
  static int below(Rig rig, String prefix, String more) throws Exception {
    int port = rig.port();
    String forward = FORWARD.replace("SERVER", "SERVER/").replace("n upgrade;", "n $forwarded;");
    start(
        rig,
        port,
        "map $http_upgrade $forwarded { default upgrade; '' ''; }",
        "listen 127.0.0.1:%d; location %s { %s %s }".formatted(port, prefix, forward, more));
    return port;
  }

  private static void start(Rig rig, int port, String http, String server) throws Exception {
    Path home = rig.home("nginx");
    String mute = server.contains("MUTE") ? String.valueOf(rig.mute()) : "";
    String configuration =
        """
        daemon off; pid HOME/pid; error_log HOME/error; worker_processes 1;
        events {}
        http {
          access_log off; client_body_temp_path HOME/1; proxy_temp_path HOME/2;
          fastcgi_temp_path HOME/3; uwsgi_temp_path HOME/4; scgi_temp_path HOME/5;
        """
            + http
            + " server { "
            + server
            + " } }";
    String filled =
        configuration
            .replace("HOME", home.toString())
            .replace("MUTE", mute)
            .replace("SERVER", String.valueOf(rig.server()));
    rig.start(home, port, filled, "nginx", "-c", "FILE", "-p", home.toString());
  }
}
