package io.wsgauge.scenario;

import io.wsgauge.handshake.Refusal;
import io.wsgauge.handshake.UpgradeRequest;
import io.wsgauge.socket.BehaviourSelector.Acceptance;
import io.wsgauge.socket.BehaviourSelector.Choice;
import io.wsgauge.socket.BehaviourSelector.Refused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the parts of a scenario make of a handshake, one after the other. */
final class ConnectionPlan {
  private final UpgradeRequest handshake;
  private final List<Action> actors = new ArrayList<>();
  private Duration delay = Duration.ZERO;
  private @Nullable Refusal refusal;
  private @Nullable String subprotocol;
  private boolean deflate = true;
  private boolean pong = true;
  private boolean answerClose = true;
  private boolean keepAlive = true;

  ConnectionPlan(UpgradeRequest handshake) {
    this.handshake = handshake;
  }

  UpgradeRequest handshake() {
    return handshake;
  }

  /** Adds an actor; actors see events in the order in which they are added. */
  void add(Action actor) {
    actors.add(actor);
  }

  void delay(Duration delay) {
    this.delay = delay;
  }

  void refuse(Refusal refusal) {
    this.refusal = refusal;
  }

  /** Allows one subprotocol alone; empty for no subprotocol. */
  void subprotocol(String only) {
    this.subprotocol = only;
  }

  void withoutDeflate() {
    this.deflate = false;
  }

  void withoutPong() {
    this.pong = false;
  }

  void withoutAnswerToClose() {
    this.answerClose = false;
  }

  void withoutKeepAlive() {
    this.keepAlive = false;
  }

  Choice choice() {
    return refusal != null
        ? new Refused(refusal.later(delay))
        : new Acceptance(
            delay,
            subprotocol,
            deflate,
            pong,
            answerClose,
            keepAlive,
            new ScenarioBehaviour(actors));
  }
}
