package io.wsgauge.scenario;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wsgauge.handshake.UpgradeRequest;
import io.wsgauge.socket.Connection;
import io.wsgauge.text.HostPort;
import io.wsgauge.text.Instants;
import io.wsgauge.text.TimeOfDay;

/**
 * What the server saw of a request: in short, what the path has changed. Thread-safe.
 *
 * @param node the server's name
 */
record RequestInfo(String node) {
  /** The info about a WebSocket. */
  JsonObject of(UpgradeRequest handshake, Connection connection) {
    return new JsonObject()
        .put("connection", connection.id())
        .mergeIn(of(handshake))
        .put(
            "offered",
            new JsonObject()
                .put("subprotocols", new JsonArray(handshake.header("Sec-WebSocket-Protocol")))
                .put("extensions", new JsonArray(handshake.header("Sec-WebSocket-Extensions"))))
        .put(
            "negotiated",
            new JsonObject()
                .put("subprotocol", connection.subprotocol())
                .put("extensions", connection.extensions()));
  }

  /** The info about any request. */
  JsonObject of(UpgradeRequest request) {
    JsonObject json =
        new JsonObject()
            .put("node", node)
            .put("time", Instants.format(TimeOfDay.now()))
            .put(
                "remoteAddress",
                request.remoteAddress() == null ? null : HostPort.of(request.remoteAddress()))
            .mergeIn(request.shown());
    request
        .tls()
        .ifPresent(
            tls ->
                json.put(
                    "tls",
                    new JsonObject()
                        .put("version", tls.version())
                        .put("cipher", tls.cipher())
                        .put("serverName", tls.serverName())
                        .put("applicationProtocol", tls.applicationProtocol())));
    return json;
  }
}
