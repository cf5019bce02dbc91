package io.wsgauge.check.step;

import io.vertx.core.Future;
import io.wsgauge.check.measurement.Attempt;
import io.wsgauge.check.measurement.Header;
import io.wsgauge.check.measurement.Negotiation;
import io.wsgauge.check.measurement.ServerRecord;
import io.wsgauge.check.measurement.View;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Offers compression, or a subprotocol, and compares what each end holds to be agreed on; then uses
 * it.
 */
final class NegotiationStep implements Step<Negotiation> {
  /** What is negotiated. */
  enum Subject {
    COMPRESSION("compression", "Sec-WebSocket-Extensions", "extensions"),
    SUBPROTOCOL("subprotocol", "Sec-WebSocket-Protocol", "subprotocol");

    private final String step;
    private final String header;

    /** What the server's info calls it that it has agreed to. */
    private final String agreed;

    Subject(String step, String header, String agreed) {
      this.step = step;
      this.header = header;
      this.agreed = agreed;
    }
  }

  private static final int SWITCHING_PROTOCOLS = 101;
  private static final int MESSAGES = 3;
  private static final int SIZE = 4096;

  private final Subject subject;

  NegotiationStep(Subject subject) {
    this.subject = subject;
  }

  @Override
  public String name() {
    return subject.step;
  }

  @Override
  public boolean isRepeatable() {
    return true;
  }

  @Override
  public Duration budget(Path path) {
    return path.patience(8).multipliedBy(3L);
  }

  @Override
  public Future<Negotiation> run(Path path) {
    return path.openSurely(offering(path.echo()))
        .compose(
            dialed -> {
              Attempt attempt = dialed.attempt();
              if (dialed.socket() == null && attempt.status() != SWITCHING_PROTOCOLS) {
                return Future.failedFuture("the WebSocket did not open");
              }
              return (dialed.socket() == null
                      ? Future.succeededFuture((Boolean) null)
                      : exchange(path, dialed.socket()))
                  .compose(
                      exchanged ->
                          record(path, attempt)
                              .compose(
                                  record ->
                                      unasked(path)
                                          .map(
                                              unasked ->
                                                  negotiation(
                                                      path, dialed, record, exchanged, unasked))));
            });
  }

  /**
   * What the server saw of this handshake, where the view is of one that offered less, or agreed to
   * something else, as another server of a balancer may.
   */
  private Future<@Nullable ServerRecord> record(Path path, Attempt attempt) {
    View view = path.view();
    return view == null
            || (joined(view.attempt().request()).contains(offered()) && isAsInView(view, attempt))
        ? Future.succeededFuture(null)
        : Records.of(path, attempt);
  }

  private boolean isAsInView(View view, Attempt attempt) {
    return !view.isSeen() || joined(view.attempt().headers()).equals(joined(attempt.headers()));
  }

  private String offered() {
    return subject == Subject.COMPRESSION ? OpeningRequest.DEFLATE : ViewStep.SUBPROTOCOL;
  }

  private Negotiation negotiation(
      Path path,
      Dialed dialed,
      @Nullable ServerRecord record,
      @Nullable Boolean exchanged,
      @Nullable String unasked) {
    View view = path.view() != null && path.view().isSeen() ? path.view() : null;
    String seen = view == null ? null : joined(view.seenHeaders());
    String agreed = view == null ? null : view.negotiated().getOrDefault(subject.agreed, "");
    if (record != null) {
      seen = joined(record.request());
      agreed = subject == Subject.COMPRESSION ? record.extensions() : record.subprotocol();
    }
    Attempt attempt = dialed.attempt();
    String fault = dialed.socket() == null ? attempt.detail() : dialed.socket().violation();
    return new Negotiation(
        offered(), seen, agreed, joined(attempt.headers()), unasked, exchanged, fault);
  }

  private OpeningRequest offering(OpeningRequest request) {
    return subject == Subject.COMPRESSION
        ? request.withExtensions(OpeningRequest.DEFLATE)
        : request.withSubprotocols(List.of(ViewStep.SUBPROTOCOL));
  }

  private String joined(List<Header> headers) {
    return String.join(", ", Header.all(headers, subject.header));
  }

  /** Sends what can be compressed, and compares what comes back. */
  private static Future<@Nullable Boolean> exchange(Path path, CheckSocket socket) {
    return exchange(path, socket, MESSAGES)
        .map(
            passed -> {
              socket.close();
              return passed;
            });
  }

  private static Future<@Nullable Boolean> exchange(Path path, CheckSocket socket, int left) {
    if (left == 0) {
      return Future.succeededFuture(true);
    }
    String text = ("wsgauge " + left + " ").repeat(SIZE).substring(0, SIZE);
    socket.send(text);
    return socket
        .next(path.patience(4))
        .compose(
            message -> {
              if (message == null) {
                // of a server that answers nothing, nothing is known
                boolean unknown = !path.obeys() && (socket.isOpen() || !path.isAnswered());
                return Future.succeededFuture(unknown ? null : false);
              }
              if (path.obeys() && !message.payload().toString().equals(text)) {
                return Future.succeededFuture(false);
              }
              return exchange(path, socket, left - 1);
            });
  }

  /** What is claimed though the server was asked to agree to nothing; null where it cannot be. */
  private Future<@Nullable String> unasked(Path path) {
    if (!path.obeys()) {
      return Future.succeededFuture(null);
    }
    OpeningRequest request =
        offering(path.dialer().request().withQuery("deflate=no&subprotocol=none"));
    return path.openSurely(request)
        .map(
            dialed -> {
              if (dialed.socket() != null) {
                dialed.socket().drop(false);
              }
              return dialed.attempt().isAnswered() ? joined(dialed.attempt().headers()) : null;
            });
  }
}
