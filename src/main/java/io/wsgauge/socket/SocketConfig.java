package io.wsgauge.socket;

import io.vertx.core.http.HttpServerOptions;
import io.wsgauge.config.Checked;
import io.wsgauge.config.Problems;
import io.wsgauge.telemetry.LogConfig;
import java.time.Duration;
import java.util.Set;

/** Section {@code socket}; the schema says what the keys mean. */
public record SocketConfig(
    String path,
    ReplyConfig reply,
    Duration idleTimeout,
    int maxConnections,
    int maxFrameSize,
    int maxMessageSize,
    int readBufferSize,
    int writeBufferSize,
    Set<String> allowedOrigins,
    boolean compression,
    LogConfig log)
    implements Checked {

  /** The text is sent in mode {@code text} only. */
  public record ReplyConfig(ReplyMode mode, String text) {}

  /** Named as in the configuration. */
  public enum ReplyMode {
    text,
    echo
  }

  @Override
  public void check(Problems problems) {
    if (maxFrameSize > maxMessageSize) {
      problems.add(
          "socket.maxFrameSize",
          maxFrameSize,
          "must not be over socket.maxMessageSize (" + maxMessageSize + ")");
    }
  }

  /** Adds what the server has to know of WebSockets before one is there. */
  public HttpServerOptions applyTo(HttpServerOptions options) {
    return options
        .setMaxWebSocketFrameSize(maxFrameSize)
        .setMaxWebSocketMessageSize(maxMessageSize)
        .setPerMessageWebSocketCompressionSupported(compression)
        // an expired draft that no client offers any more
        .setPerFrameWebSocketCompressionSupported(false);
  }
}
