package io.wsgauge.handshake;

import io.wsgauge.text.Labelled;

/**
 * The rules that a request can break, so that it is not answered as it asks: all that there are.
 * Their labels are part of the HTTP API.
 */
public enum Rule implements Labelled {
  REQUEST_SYNTAX(400, "the bytes are no request of HTTP/1.1"),
  HTTP_VERSION(505, "the version is neither HTTP/1.1 nor HTTP/1.0"),
  REQUEST_TARGET(400, "the request target is neither a path nor a URL, or is encoded wrongly"),
  HOST(400, "`Host` is missing, is there twice, or is no host"),
  TRANSFER_ENCODING(400, "`Transfer-Encoding` is another than chunked alone"),
  PROXY_PROTOCOL(400, "the header of the PROXY protocol is malformed (`server.proxyProtocol`)"),
  REQUEST_LINE_TOO_LONG(414, "the request line is over `server.maxRequestLineSize`"),
  HEADERS_TOO_LARGE(431, "the headers are over `server.maxHeaderSize`, or more than 200"),
  REQUEST_TIMEOUT(408, "the request did not come in within `server.requestTimeout`"),
  METHOD(405, "another method than those of `Allow`"),
  NOT_FOUND(404, "nothing at this path"),
  MANAGEMENT_PORT(404, "this path is at `server.management.port` alone"),
  ALLOWED_HOSTS(421, "the host is not one of `server.allowedHosts`"),
  UPGRADE(426, "a request on the WebSocket's path that is no upgrade"),
  PATH(404, "no WebSocket at this path"),
  UPGRADE_HTTP_VERSION(400, "an upgrade of another version than HTTP/1.1"),
  CONNECTION(400, "an upgrade without `Connection: Upgrade`"),
  REPEATED_HEADER(400, "a header of the handshake is there more than once"),
  BODY(400, "an upgrade with a body"),
  EARLY_DATA(400, "bytes behind an upgrade that came before its answer"),
  VERSION(426, "`Sec-WebSocket-Version` is not 13"),
  KEY(400, "`Sec-WebSocket-Key` is not 16 bytes in base64"),
  SUBPROTOCOL(400, "`Sec-WebSocket-Protocol` is no list of tokens, or has one twice"),
  ORIGIN(403, "the origin is not one of `socket.allowedOrigins`, or is missing"),
  CLIENT_CERTIFICATE(403, "a client certificate is missing (`socket.auth.clientCertificate`)"),
  CREDENTIALS(401, "credentials are missing or wrong; `WWW-Authenticate` says which kind"),
  CONNECTIONS(503, "all connections are taken (`socket.maxConnections`)"),
  CONNECTIONS_PER_ADDRESS(
      429, "the address has all of its connections (`socket.maxConnectionsPerAddress`)"),
  STOPPING(503, "the server is stopping"),
  SCENARIO(400, "the query is no scenario: the detail names each key, its value and its rule"),
  SCENARIO_STATUS(0, "the query asks for this status"),
  TARGET(404, "no such target in `client.targets`"),
  PROBE_QUERY(
      400,
      "`/probe` without one target or one URL of a WebSocket, or with a module that there is not"),
  PROBE_ALLOW(403, "no pattern of `client.probe.allow` matches the URL"),
  SCRAPE_TIMEOUT(400, "`X-Prometheus-Scrape-Timeout-Seconds` is no number of seconds"),
  CLIENT(503, "the client is not running"),
  PROBES(
      503, "as many probes are under way as may be, and none has ended in time, or too many wait"),
  STREAMS(503, "all streams of results are taken"),
  CROSS_SITE(403, "a browser asks for a page of another site (`Sec-Fetch-Site`)"),
  CONTENT_TYPE(415, "the body is not `application/json`"),
  CONTENT_TOO_LARGE(413, "the body is larger than anything that is asked for here"),
  CHECK_OPTIONS(400, "the body is no check: the detail names each key, its value and its rule"),
  CHECK_ALLOW(
      403, "no pattern of `check.allow` matches the URL, and it does not lead to this server"),
  CHECKS(503, "as many checks run as may (`check.maxRunning`)"),
  CHECK(404, "no such check, or no more"),
  CHECK_REPORT(409, "the check has not come to a report"),
  CLUSTER(503, "the node is starting, or as much else of the cluster is asked for as may be"),
  CLUSTER_TARGETS(400, "more than 100 targets of all nodes are asked for at once"),
  INTERNAL_ERROR(500, "the server failed; its log says more");

  private final int status;
  private final String text;

  Rule(int status, String text) {
    this.status = status;
    this.text = text;
  }

  /** The status of the answer; 0 where the request asks for one. */
  public int status() {
    return status;
  }

  /** The fault in Markdown, without a full stop. */
  public String text() {
    return text;
  }
}
