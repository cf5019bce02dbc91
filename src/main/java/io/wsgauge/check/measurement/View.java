package io.wsgauge.check.measurement;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The step {@code view}: one opening that offers all, with what each end saw of it.
 *
 * @param attempt this end's view
 * @param query that was sent
 * @param seenUri the target of the request as the server saw it; null where the server did not say
 * @param seenVersion {@code HTTP/1.1}
 * @param seenHeaders as the server saw them, values masked where they may be secrets
 * @param negotiated by the server: {@code subprotocol}, {@code extensions}
 * @param limits of the server, by their keys; empty where it does not say
 * @param refusal of a wsgauge that did not say it when it was asked, to a handshake that none
 *     takes: there it says what it saw; or of something else, to the query that was then left out;
 *     null otherwise
 * @param roundTripSeconds of the first exchange, which sets how long later ones are waited for
 * @param usual whether it was answered as a wsgauge does by default that is asked for nothing
 */
@RecordBuilder
public record View(
    Attempt attempt,
    String query,
    @Nullable String seenUri,
    @Nullable String seenVersion,
    List<Header> seenHeaders,
    Map<String, String> offered,
    Map<String, String> negotiated,
    Map<String, Long> limits,
    String node,
    @Nullable Attempt refusal,
    @Nullable Double roundTripSeconds,
    boolean usual)
    implements ViewBuilder.With {

  /** Of a server that has not said what it saw. */
  public static View unseen(Attempt attempt, String query, @Nullable Double roundTripSeconds) {
    return new View(
        attempt,
        query,
        null,
        null,
        List.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        "",
        null,
        roundTripSeconds,
        false);
  }

  /** Whether the server is a wsgauge that has said what it saw. */
  public boolean isSeen() {
    return seenUri != null;
  }
}
