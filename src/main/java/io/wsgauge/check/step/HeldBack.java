package io.wsgauge.check.step;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.wsgauge.check.measurement.Direction;
import io.wsgauge.check.measurement.Held;
import org.jspecify.annotations.Nullable;

/**
 * Asks a wsgauge that does not answer: whether it does once more bytes follow, or once this end has
 * ended the connection. When it says that it received the question tells on which way that was held
 * back.
 */
final class HeldBack {
  private static final int FILLERS = 64;
  private static final int FILLER = 1024;

  private HeldBack() {}

  /**
   * @return fails where the server answers nothing, or at once
   */
  static Future<Held> look(Path path) {
    return path.openSurely(path.dialer().request().withQuery("reply=count"))
        .compose(
            dialed -> {
              CheckSocket socket = dialed.socket();
              if (socket == null) {
                return Future.failedFuture("the WebSocket did not open");
              }
              double asked = path.clock().now();
              socket.send("held back?");
              socket.ping(Buffer.buffer("held back?")); // which each server answers
              return next(path, socket, asked, "")
                  .compose(
                      held -> {
                        if (held != null || socket.pongsReceived() > 0) {
                          return Future.succeededFuture(held);
                        }
                        for (int i = 0; i < FILLERS && socket.isOpen(); i++) {
                          socket.send(false, Buffer.buffer(new byte[FILLER]));
                        }
                        return next(path, socket, asked, "bytes");
                      })
                  .compose(
                      held -> {
                        if (held != null || socket.pongsReceived() > 0) {
                          return Future.succeededFuture(held);
                        }
                        Future<@Nullable Held> last = next(path, socket, asked, "end");
                        socket.close();
                        // what the close brings forth was held back here, else it never went out
                        return last.map(
                            answered ->
                                answered != null
                                    ? answered
                                    : new Held(
                                        Direction.CLIENT_TO_SERVER,
                                        "end",
                                        path.clock().now() - asked));
                      })
                  .compose(
                      held ->
                          held == null || held.until().isEmpty()
                              ? Future.failedFuture("the server does not do what it is asked for")
                              : Future.succeededFuture(held));
            });
  }

  private static Future<@Nullable Held> next(
      Path path, CheckSocket socket, double asked, String until) {
    return socket
        .next(path.patience(2))
        .map(
            message -> {
              Count count = message == null ? null : Count.parse(message);
              if (count == null || message == null || count.sequence() != 1) {
                return null;
              }
              double seconds = message.at() - asked;
              // by the server's clock, from the opening
              boolean late = count.age() > seconds / 2;
              return new Held(
                  late ? Direction.CLIENT_TO_SERVER : Direction.SERVER_TO_CLIENT, until, seconds);
            });
  }
}
