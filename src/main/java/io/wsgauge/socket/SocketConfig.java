package io.wsgauge.socket;

import io.vertx.core.http.HttpServerOptions;
import io.wsgauge.config.Checked;
import io.wsgauge.config.ConfiguredFile;
import io.wsgauge.config.Problems;
import io.wsgauge.telemetry.LogConfig;
import io.wsgauge.wire.BufferBudget;
import io.wsgauge.wire.FrameChannel.Timeouts;
import io.wsgauge.wire.Limit;
import io.wsgauge.wire.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Section {@code socket}; the schema says what the keys mean. */
public record SocketConfig(
    String path,
    ReplyConfig reply,
    Duration idleTimeout,
    Duration pingInterval,
    Duration pongTimeout,
    Duration writeTimeout,
    Duration closeTimeout,
    Duration maxLifetime,
    int maxConnections,
    int maxConnectionsPerAddress,
    Duration retryAfter,
    int maxFrameSize,
    int maxMessageSize,
    int maxFragments,
    int maxFramesPerSecond,
    int maxBytesPerSecond,
    long maxBufferedBytes,
    int readBufferSize,
    int writeBufferSize,
    Set<String> allowedOrigins,
    boolean requireOrigin,
    AuthConfig auth,
    List<String> subprotocols,
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

  /** Who is accepted; files are named, and empty without one. */
  public record AuthConfig(String tokenFile, String userFile, boolean clientCertificate) {
    /** Whether anything is asked for. */
    public boolean asks() {
      return clientCertificate || !files().isEmpty();
    }

    List<String> files() {
      return Stream.of(tokenFile, userFile).filter(file -> !file.isEmpty()).toList();
    }

    /** The value of WWW-Authenticate (RFC 9110, section 11.6.1). */
    String challenge() {
      return Stream.of(
              tokenFile.isEmpty() ? "" : "Bearer realm=\"wsgauge\"",
              userFile.isEmpty() ? "" : "Basic realm=\"wsgauge\", charset=\"UTF-8\"")
          .filter(challenge -> !challenge.isEmpty())
          .collect(Collectors.joining(", "));
    }
  }

  @Override
  public void check(Problems problems) {
    if (maxBufferedBytes > 0 && maxBufferedBytes < maxMessageSize) {
      problems.add(
          "socket.maxBufferedBytes",
          maxBufferedBytes,
          "must be 0 or at least socket.maxMessageSize, " + maxMessageSize);
    }
    ConfiguredFile.check("socket.auth.tokenFile", auth.tokenFile(), Credentials::tokens, problems);
    ConfiguredFile.check("socket.auth.userFile", auth.userFile(), Credentials::users, problems);
  }

  /**
   * The bytes that are configured, or what fits the memory of the process and is enough for some
   * messages.
   */
  public long effectiveMaxBufferedBytes() {
    return maxBufferedBytes > 0
        ? maxBufferedBytes
        : Math.max(BufferBudget.share(), 4L * maxMessageSize);
  }

  Limit messageSize() {
    return Limit.ofSize("socket.maxMessageSize", maxMessageSize);
  }

  Limits limits() {
    return new Limits(
        // a frame that is larger than a message may be is rejected by its head
        maxFrameSize > maxMessageSize
            ? messageSize()
            : Limit.ofSize("socket.maxFrameSize", maxFrameSize),
        Limit.ofCount("socket.maxFragments", maxFragments, "fragment"),
        Limit.ofRate("socket.maxFramesPerSecond", maxFramesPerSecond, "frame"),
        Limit.ofRate("socket.maxBytesPerSecond", maxBytesPerSecond, "byte"));
  }

  Timeouts timeouts() {
    return new Timeouts(idleTimeout, pingInterval, pongTimeout, writeTimeout, closeTimeout);
  }

  /** Adds what the server has to know of WebSockets before one is there. */
  public HttpServerOptions applyTo(HttpServerOptions options) {
    return options
        .setWebSocketSubProtocols(subprotocols.isEmpty() ? null : subprotocols)
        // SocketEndpoint sees to the first; the other is an expired draft that no client offers
        .setPerMessageWebSocketCompressionSupported(false)
        .setPerFrameWebSocketCompressionSupported(false);
  }
}
