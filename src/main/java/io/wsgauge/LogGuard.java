package io.wsgauge;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import io.vertx.core.Vertx;
import io.wsgauge.handshake.PeerFaults;
import io.wsgauge.server.JvmEnd;
import io.wsgauge.telemetry.LogRate;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * Bounds the lines that have no {@link LogRate} of their own and that a peer may yet cause: those
 * of libraries, errors, and warnings with a stack trace. Libraries say nothing of what is {@link
 * PeerFaults of the peer}, which the part that talked to it reports. Thread-safe.
 */
public final class LogGuard extends TurboFilter {
  private static final int LINES_PER_SECOND = 10;
  private static final String OURS = "io.wsgauge";

  private final LogRate libraries;
  private final LogRate errors;

  private LogGuard(Vertx vertx) {
    org.slf4j.Logger logger = LoggerFactory.getLogger(LogGuard.class);
    this.libraries = new LogRate(vertx, logger, "libraries", LINES_PER_SECOND);
    this.errors = new LogRate(vertx, logger, "errors", LINES_PER_SECOND);
  }

  /** Takes the place of one that was installed before. It stays for the rest of the process. */
  public static void install(Vertx vertx) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.getTurboFilterList().removeIf(LogGuard.class::isInstance);
    context.addTurboFilter(new LogGuard(vertx));
  }

  /**
   * @param format null, as is the error, of a question whether the level is logged
   */
  @Override
  public FilterReply decide(
      Marker marker,
      Logger logger,
      Level level,
      @Nullable String format,
      Object[] parameters,
      @Nullable Throwable error) {
    boolean line = format != null || error != null;
    if (!line || !level.isGreaterOrEqual(logger.getEffectiveLevel())) {
      return FilterReply.NEUTRAL;
    }
    if (logger.getName().startsWith(OURS)) {
      boolean fault = level == Level.ERROR || (level == Level.WARN && error != null);
      return !fault || errors.take() ? FilterReply.NEUTRAL : FilterReply.DENY;
    }
    return !isUsual(error) && libraries.take() ? FilterReply.NEUTRAL : FilterReply.DENY;
  }

  /** An executor takes no more once the process ends, nor are files there, whoever asks then. */
  private static boolean isUsual(@Nullable Throwable error) {
    return error instanceof RejectedExecutionException
        || PeerFaults.isOfPeer(error)
        || (error instanceof IllegalStateException && JvmEnd.hasBegun());
  }
}
