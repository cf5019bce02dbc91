package io.wsgauge.socket;

import io.vertx.core.http.HttpServerOptions;
import io.wsgauge.telemetry.LogConfig;
import io.wsgauge.wire.SizeLimit;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Section {@code socket}; the schema says what the keys mean. */
public record SocketConfig(
    String path,
    ReplyConfig reply,
    Duration idleTimeout,
    Duration closeTimeout,
    int maxConnections,
    int maxFrameSize,
    int maxMessageSize,
    int readBufferSize,
    int writeBufferSize,
    Set<String> allowedOrigins,
    List<String> subprotocols,
    boolean compression,
    LogConfig log) {

  /** The text is sent in mode {@code text} only. */
  public record ReplyConfig(ReplyMode mode, String text) {}

  /** Named as in the configuration. */
  public enum ReplyMode {
    text,
    echo
  }

  SizeLimit messageLimit() {
    return new SizeLimit("socket.maxMessageSize", maxMessageSize);
  }

  /** A frame that is larger than a message may be is refused by its head. */
  SizeLimit frameLimit() {
    return maxFrameSize > maxMessageSize
        ? messageLimit()
        : new SizeLimit("socket.maxFrameSize", maxFrameSize);
  }

  /** Adds what the server has to know of WebSockets before one is there. */
  public HttpServerOptions applyTo(HttpServerOptions options) {
    return options
        .setMaxWebSocketFrameSize(maxFrameSize)
        .setMaxWebSocketMessageSize(maxMessageSize)
        .setPerMessageWebSocketCompressionSupported(compression)
        .setWebSocketSubProtocols(subprotocols.isEmpty() ? null : subprotocols)
        // closeTimeout holds in every case, and Vert.x's own in some only
        .setWebSocketClosingTimeout(Integer.MAX_VALUE)
        // an expired draft that no client offers any more
        .setPerFrameWebSocketCompressionSupported(false);
  }
}
