package io.wsgauge.scenario;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wsgauge.handshake.UpgradeRequest;
import io.wsgauge.socket.Connection;
import io.wsgauge.socket.SocketConfig;
import io.wsgauge.text.Durations;
import io.wsgauge.text.HostPort;
import io.wsgauge.text.Instants;
import io.wsgauge.text.TimeOfDay;

/**
 * What the server saw of a request: in short, what the path has changed; and what it allows, so
 * that nobody takes its limits for those of the path. Thread-safe.
 *
 * @param node the server's name
 * @param limits by their keys in the configuration; sizes in bytes, durations in seconds
 */
record RequestInfo(String node, JsonObject limits) {
  RequestInfo(String node, SocketConfig socket, ScenarioConfig scenario) {
    this(node, limits(socket, scenario));
  }

  private static JsonObject limits(SocketConfig socket, ScenarioConfig scenario) {
    return new JsonObject()
        .put("socket.maxFrameSize", socket.maxFrameSize())
        .put("socket.maxMessageSize", socket.maxMessageSize())
        .put("socket.maxFragments", socket.maxFragments())
        .put("socket.maxFramesPerSecond", socket.maxFramesPerSecond())
        .put("socket.maxBytesPerSecond", socket.maxBytesPerSecond())
        .put("socket.maxConnections", socket.maxConnections())
        .put("socket.maxConnectionsPerAddress", socket.maxConnectionsPerAddress())
        .put("socket.idleTimeout", Durations.seconds(socket.idleTimeout()))
        .put("socket.pingInterval", Durations.seconds(socket.pingInterval()))
        .put("socket.pongTimeout", Durations.seconds(socket.pongTimeout()))
        .put("socket.writeTimeout", Durations.seconds(socket.writeTimeout()))
        .put("socket.closeTimeout", Durations.seconds(socket.closeTimeout()))
        .put("socket.maxLifetime", Durations.seconds(socket.maxLifetime()))
        .put("scenario.maxDelay", Durations.seconds(scenario.maxDelay()))
        .put("scenario.minInterval", Durations.seconds(scenario.minInterval()))
        .put("scenario.maxSize", scenario.maxSize())
        .put("scenario.maxCount", scenario.maxCount())
        .put("scenario.maxBytesPerSecond", scenario.maxBytesPerSecond())
        .put("scenario.records", scenario.records())
        .put("scenario.recordsKeptFor", Durations.seconds(scenario.recordsKeptFor()));
  }

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
            .mergeIn(request.shown())
            .put("limits", limits);
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
