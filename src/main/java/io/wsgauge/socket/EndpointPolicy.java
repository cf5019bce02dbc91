package io.wsgauge.socket;

import io.netty.handler.codec.http.HttpRequest;
import io.vertx.core.http.ServerWebSocket;
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
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Accepts whom {@link Admission} accepts, on the terms that the query asks for, and reports whom it
 * refuses.
 */
final class EndpointPolicy implements UpgradePolicy {
  /** Takes over what was accepted. */
  interface Opener {
    void open(ServerWebSocket socket, Acceptance acceptance, Place place);
  }

  private final Admission admission;
  private final BehaviourSelector behaviours;
  private final Acceptance usual;
  private final RefusalLog refusals;
  private final Opener opener;

  /**
   * @param usual for upgrades without a query
   */
  EndpointPolicy(
      Admission admission,
      BehaviourSelector behaviours,
      Acceptance usual,
      RefusalLog refusals,
      Opener opener) {
    this.admission = admission;
    this.behaviours = behaviours;
    this.usual = usual;
    this.refusals = refusals;
    this.opener = opener;
  }

  /** Has taken a place when the upgrade is accepted, and gives it back when that has ended. */
  @Override
  public UpgradeDecision decide(HttpRequest request, Peer peer, Supplier<UpgradeRequest> whole) {
    Refusal inadmissible = admission.check(request, peer);
    if (inadmissible != null) {
      return inadmissible;
    }
    Choice choice =
        request.uri().indexOf('?') < 0 ? usual : behaviours.choose(whole.get()).orElse(usual);
    if (choice instanceof Refused asked) {
      return asked.refusal();
    }
    AtomicReference<Place> taken = new AtomicReference<>();
    Refusal full = admission.take(peer, taken::set);
    if (full != null) {
      return full;
    }
    Place place = Objects.requireNonNull(taken.get(), "a place was taken");
    return accepted((Acceptance) choice, place);
  }

  private Accepted accepted(Acceptance acceptance, Place place) {
    return new Accepted(
        acceptance.delay(),
        acceptance.subprotocol(),
        acceptance.deflate(),
        socket -> opener.open(socket, acceptance, place),
        () -> admission.giveBack(place));
  }

  @Override
  public void refused(Refusal refusal, HttpRequest request, Peer peer) {
    refusals.add(refusal.rule(), refusal.status(), peer, request.uri());
  }
}
