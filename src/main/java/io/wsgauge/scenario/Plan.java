package io.wsgauge.scenario;

import io.wsgauge.socket.Behaviours.Choice;
import io.wsgauge.socket.Behaviours.Terms;
import io.wsgauge.socket.Handshake;
import io.wsgauge.socket.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What the parts of a scenario make of a handshake, one after the other. */
final class Plan {
  private final Handshake handshake;
  private final List<Actor> actors = new ArrayList<>();
  private Duration delay = Duration.ZERO;
  private Refusal refusal;
  private String subprotocol;
  private boolean deflate = true;
  private boolean pong = true;
  private boolean answerClose = true;

  Plan(Handshake handshake) {
    this.handshake = handshake;
  }

  Handshake handshake() {
    return handshake;
  }

  /** They are told of events in the order in which they are added. */
  void add(Actor actor) {
    actors.add(actor);
  }

  void delay(Duration delay) {
    this.delay = delay;
  }

  void refuse(Refusal refusal) {
    this.refusal = refusal;
  }

  /** Empty for none. */
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

  Choice choice() {
    return refusal != null
        ? refusal.later(delay)
        : new Terms(delay, subprotocol, deflate, pong, answerClose, new Play(actors));
  }
}
