package io.wsgauge.check.step;

import io.vertx.core.Future;
import io.wsgauge.check.measurement.Closes;
import io.wsgauge.check.measurement.Closes.Case;
import io.wsgauge.check.measurement.Closes.Seen;
import io.wsgauge.check.measurement.Ending;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Has each end close, cut and reset a WebSocket, and looks at what arrives at the other: here for
 * those of the server, in its record for those of this end.
 */
final class ClosesStep implements Step<Closes> {
  private static final int SERVER_CODE = 4001;
  private static final int CLIENT_CODE = 4002;
  private static final String REASON = "bye";

  @Override
  public String name() {
    return "close";
  }

  @Override
  public boolean isRepeatable() {
    return true;
  }

  @Override
  public Duration budget(Path path) {
    return path.patience(8).multipliedBy(4L);
  }

  @Override
  public Future<Closes> run(Path path) {
    Map<Case, Seen> cases = new EnumMap<>(Case.class);
    List<Future<?>> all = new ArrayList<>();
    for (Case which : Case.values()) {
      if (path.obeys() || which == Case.CLIENT_CLOSE) {
        all.add(
            once(path, which)
                .onSuccess(
                    seen -> {
                      if (seen != null) {
                        cases.put(which, seen);
                      }
                    }));
      }
    }
    return Future.join(all)
        .map(
            done -> {
              if (cases.size() < all.size() && path.obeys()) {
                path.partly("%d of %d ends".formatted(cases.size(), all.size()));
              }
              return new Closes(cases);
            });
  }

  private static Future<@Nullable Seen> once(Path path, Case which) {
    return path.openSurely(request(path, which))
        .compose(
            dialed ->
                dialed.socket() == null
                    ? Future.succeededFuture(null)
                    : end(path, which, dialed.socket()));
  }

  private static OpeningRequest request(Path path, Case which) {
    OpeningRequest request = path.dialer().request();
    return switch (which) {
      case SERVER_CLOSE ->
          request.withQuery(
              "reply=echo&closeAfterMessages=1&closeCode=%d&closeReason=%s"
                  .formatted(SERVER_CODE, REASON));
      case SERVER_FIN -> request.withQuery("reply=echo&dropAfterMessages=1&drop=fin");
      case SERVER_RESET -> request.withQuery("reply=echo&dropAfterMessages=1&drop=rst");
      default -> path.obeys() ? request.withQuery("reply=echo&id=" + Path.id()) : request;
    };
  }

  private static Future<@Nullable Seen> end(Path path, Case which, CheckSocket socket) {
    socket.send("end it");
    double begun = path.clock().now();
    return switch (which) {
      case SERVER_CLOSE, SERVER_FIN, SERVER_RESET -> {
        socket.expectEnd();
        yield arrived(path, which, socket, begun);
      }
      case CLIENT_CLOSE ->
          socket
              .next(path.patience(4))
              .compose(
                  echo -> {
                    double at = path.clock().now();
                    return socket
                        .close(CLIENT_CODE, REASON)
                        .compose(end -> atServer(path, which, socket, end.code(), at));
                  });
      default ->
          socket
              .next(path.patience(4))
              .compose(
                  echo -> {
                    double at = path.clock().now();
                    return socket
                        .drop(which == Case.CLIENT_RESET)
                        .compose(end -> atServer(path, which, socket, 0, at));
                  });
    };
  }

  /** Waits for the end that the server makes. */
  private static Future<@Nullable Seen> arrived(
      Path path, Case which, CheckSocket socket, double begun) {
    int code = which == Case.SERVER_CLOSE ? SERVER_CODE : 0;
    return Future.any(socket.ending(), path.after(path.patience(8)))
        .map(
            any -> {
              // told by its close frame, though TCP may stay open
              Ending arrived = socket.isOpen() ? socket.closeReceived() : socket.ending().result();
              socket.drop(true);
              return new Seen(
                  code, code == 0 ? "" : REASON, arrived, 0, path.clock().now() - begun);
            });
  }

  private static Future<@Nullable Seen> atServer(
      Path path, Case which, CheckSocket socket, int answered, double at) {
    int code = which == Case.CLIENT_CLOSE ? CLIENT_CODE : 0;
    String reason = code == 0 ? "" : REASON;
    if (!path.obeys()) {
      return Future.succeededFuture(null); // nobody tells what has arrived there
    }
    return Records.ofEnded(path, socket.attempt())
        .map(
            record ->
                record == null
                    ? null
                    : new Seen(code, reason, record.ending(), answered, path.clock().now() - at));
  }
}
