package io.wsgauge.handshake;

import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpObjectDecoder;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Distinguishes what a peer has done to its connection from a fault on this side. Thread-safe. */
public final class PeerFaults {
  /** An IOException may as well be of this side's disk or of its number of descriptors. */
  private static final Pattern GONE =
      Pattern.compile("(?i)reset|broken pipe|timed out|unreachable|no route|aborted");

  private PeerFaults() {}

  /**
   * Whether the peer has gone away, or has sent what cannot be read.
   *
   * @param error null is no fault of the peer
   */
  public static boolean isOfPeer(@Nullable Throwable error) {
    return Stream.iterate(error, cause -> cause != null, Throwable::getCause)
        .anyMatch(
            cause ->
                cause instanceof ClosedChannelException
                    || cause instanceof HttpClosedException
                    || cause instanceof StreamResetException
                    || cause instanceof SSLException
                    || cause instanceof DecoderException
                    || isGone(cause)
                    || isOfDecoder(cause));
  }

  private static boolean isGone(Throwable error) {
    return error instanceof IOException
        && error.getMessage() != null
        && GONE.matcher(error.getMessage()).find();
  }

  /**
   * For some heads Netty's decoder throws exceptions of the JDK's, and hands them on as they are.
   */
  private static boolean isOfDecoder(Throwable error) {
    return Stream.of(error.getStackTrace())
        .anyMatch(frame -> frame.getClassName().equals(HttpObjectDecoder.class.getName()));
  }
}
