package io.wsgauge.socket;

import io.wsgauge.handshake.Refusal;
import io.wsgauge.handshake.UpgradeRequest;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides how the server behaves on a connection whose handshake asks for something. Thread-safe.
 */
@FunctionalInterface
public interface BehaviourSelector {
  /**
   * Asked for each upgrade that has a query and could be accepted, and for each plain request that
   * wants to know what an upgrade would get.
   *
   * @return empty for what becomes of an upgrade without a query
   */
  Optional<Choice> choose(UpgradeRequest handshake);

  /** What is to become of an upgrade. */
  sealed interface Choice permits Refused, Acceptance {}

  /** The refusal that an upgrade has asked for. */
  record Refused(Refusal refusal) implements Choice {}

  /**
   * How an upgrade is answered, and the connection treated.
   *
   * @param delay before the answer
   * @param subprotocol the only one that may be chosen; empty for no subprotocol, null for the
   *     endpoint's own choice
   * @param deflate whether permessage-deflate may be agreed on
   * @param pong whether pings are answered
   * @param answerClose whether the peer's close frame is answered
   * @param keepAlive whether a peer that is silent is pinged
   * @param behaviour for this connection alone
   */
  record Acceptance(
      Duration delay,
      @Nullable String subprotocol,
      boolean deflate,
      boolean pong,
      boolean answerClose,
      boolean keepAlive,
      Behaviour behaviour)
      implements Choice {
    /** The protocol as it should be. */
    public static Acceptance usual(Behaviour behaviour) {
      return new Acceptance(Duration.ZERO, null, true, true, true, true, behaviour);
    }
  }
}
