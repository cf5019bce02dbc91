package io.wsgauge.check;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events of a check as the response to a request: as many as the check has, so that what a slow
 * reader leaves unread is bounded. Thread-safe, {@link #start} aside.
 */
final class CheckStream implements KeptCheck.Reader {
  private static final Logger LOGGER = LoggerFactory.getLogger(CheckStream.class);

  private static final Buffer COMMENT = Buffer.buffer(":\n\n");

  private final Context context;
  private final HttpServerResponse response;

  /**
   * @param context of the request
   */
  CheckStream(Context context, HttpServerResponse response) {
    this.context = context;
    this.response = response;
  }

  /**
   * Begins the response, and keeps it from being idle. Event loop only.
   *
   * @return the timer, to be cancelled when the response has ended
   */
  long start(Duration commentInterval) {
    response.setChunked(true).putHeader("X-Accel-Buffering", "no");
    write(COMMENT); // the peer sees that the stream is open
    return context.owner().setPeriodic(commentInterval.toMillis(), id -> write(COMMENT));
  }

  @Override
  public void take(Buffer event) {
    context.runOnContext(v -> write(event));
  }

  @Override
  public void end() {
    context.runOnContext(
        v -> {
          if (isOpen()) {
            response.end().onFailure(e -> LOGGER.debug("The end of a stream was not sent", e));
          }
        });
  }

  private void write(Buffer bytes) {
    if (isOpen()) {
      response.write(bytes).onFailure(e -> LOGGER.debug("An event was not sent", e));
    }
  }

  private boolean isOpen() {
    return !response.ended() && !response.closed();
  }
}
