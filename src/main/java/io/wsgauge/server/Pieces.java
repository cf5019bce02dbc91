package io.wsgauge.server;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends a large body piece by piece, the next when the peer takes more, so that little of it waits
 * to be sent. Event loop only.
 */
public final class Pieces {
  private static final int SIZE = 8 * 1024;

  private final HttpServerResponse response;
  private final Iterator<Buffer> bodies;
  private final Promise<Void> sent = Promise.promise();
  private Buffer body = Buffer.buffer();
  private int position;

  private Pieces(HttpServerResponse response, Iterator<Buffer> bodies) {
    this.response = response;
    this.bodies = bodies;
  }

  /**
   * Ends the response with these, one after the other, or with their length alone where that was
   * asked for (HEAD).
   *
   * @return fails when the peer does not take them
   */
  public static Future<Void> send(HttpServerRequest request, List<Buffer> bodies) {
    long length = bodies.stream().mapToLong(Buffer::length).sum();
    HttpServerResponse response = request.response();
    response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(length));
    if (request.method().equals(HttpMethod.HEAD)) {
      return response.end();
    }
    Pieces pieces = new Pieces(response, bodies.iterator());
    response.exceptionHandler(pieces.sent::tryFail);
    pieces.send();
    return pieces.sent.future();
  }

  private void send() {
    while (!response.writeQueueFull()) {
      Buffer piece = next();
      if (piece == null) {
        response.end().onComplete(sent::tryComplete, sent::tryFail);
        return;
      }
      response.write(piece).onFailure(sent::tryFail);
    }
    response.drainHandler(drained -> send());
  }

  /**
   * The next piece, small bodies together, since each is written by itself; null after the last.
   */
  private @Nullable Buffer next() {
    Buffer piece = part(SIZE);
    if (piece == null || piece.length() == SIZE) {
      return piece;
    }
    Buffer together = Buffer.buffer(SIZE);
    while (piece != null) {
      together.appendBuffer(piece);
      piece = together.length() < SIZE ? part(SIZE - together.length()) : null;
    }
    return together;
  }

  /** What comes next of one body, at most so many bytes; null after the last. */
  private @Nullable Buffer part(int most) {
    while (position == body.length()) {
      if (!bodies.hasNext()) {
        return null;
      }
      body = bodies.next();
      position = 0;
    }
    int end = Math.min(body.length(), position + most);
    Buffer part = body.slice(position, end);
    position = end;
    return part;
  }
}
