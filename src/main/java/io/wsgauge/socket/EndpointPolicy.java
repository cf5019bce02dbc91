package io.wsgauge.socket;

import io.netty.handler.codec.http.HttpRequest;
import io.vertx.core.http.ServerWebSocket;
import io.wsgauge.handshake.HeaderLines;
import io.wsgauge.handshake.Peer;
import io.wsgauge.handshake.Refusal;
import io.wsgauge.handshake.UpgradeDecision;
import io.wsgauge.handshake.UpgradeDecision.Accepted;
import io.wsgauge.handshake.UpgradePolicy;
import io.wsgauge.handshake.UpgradeRequest;
import io.wsgauge.socket.BehaviourSelector.Acceptance;
import io.wsgauge.socket.BehaviourSelector.Choice;
import io.wsgauge.socket.BehaviourSelector.Refused;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Accepts whom {@link Admission} accepts, on the terms that the query asks for, and reports whom it
 * refuses.
 */
final class EndpointPolicy implements UpgradePolicy {
  /** Takes over what was accepted. */
  interface Opener {
    /**
     * @param answer the headers of the 101
     */
    void open(ServerWebSocket socket, HeaderLines answer, Admitted admitted);
  }

  /**
   * What was accepted.
   *
   * @param connection its number, unique in this process
   * @param request null where it is not to be remembered
   */
  record Admitted(
      long connection,
      Acceptance acceptance,
      Place place,
      Peer peer,
      @Nullable UpgradeRequest request) {}

  private final Admission admission;
  private final BehaviourSelector behaviours;
  private final Acceptance usual;
  private final RefusalLog refusals;
  private final boolean remembering;
  private final Opener opener;
  private final AtomicLong lastConnection = new AtomicLong();

  /**
   * @param usual for upgrades without a query
   * @param remembering whether the requests are to be remembered
   */
  EndpointPolicy(
      Admission admission,
      BehaviourSelector behaviours,
      Acceptance usual,
      RefusalLog refusals,
      boolean remembering,
      Opener opener) {
    this.admission = admission;
    this.behaviours = behaviours;
    this.usual = usual;
    this.refusals = refusals;
    this.remembering = remembering;
    this.opener = opener;
  }

  /** Has taken a place when the upgrade is accepted, and gives it back when that has ended. */
  @Override
  public UpgradeDecision decide(HttpRequest request, Peer peer, Supplier<UpgradeRequest> whole) {
    Refusal inadmissible = admission.check(request, peer);
    if (inadmissible != null) {
      return inadmissible;
    }
    boolean asks = request.uri().indexOf('?') >= 0;
    UpgradeRequest seen = asks || remembering ? whole.get() : null;
    Choice choice = asks && seen != null ? behaviours.choose(seen).orElse(usual) : usual;
    if (choice instanceof Refused asked) {
      return asked.refusal();
    }
    AtomicReference<Place> taken = new AtomicReference<>();
    Refusal full = admission.take(peer, taken::set);
    if (full != null) {
      return full;
    }
    Place place = Objects.requireNonNull(taken.get(), "a place was taken");
    return accepted(
        new Admitted(
            lastConnection.incrementAndGet(),
            (Acceptance) choice,
            place,
            peer,
            remembering ? seen : null));
  }

  private Accepted accepted(Admitted admitted) {
    Acceptance acceptance = admitted.acceptance();
    Place place = admitted.place();
    return new Accepted(
        admitted.connection(),
        acceptance.delay(),
        acceptance.subprotocol(),
        acceptance.deflate(),
        (socket, answer) -> opener.open(socket, answer, admitted),
        () -> admission.giveBack(place));
  }

  @Override
  public void refused(Refusal refusal, HttpRequest request, Peer peer) {
    refusals.add(refusal.rule(), refusal.status(), peer, request.uri());
  }
}
