package io.wsgauge.handshake;

import io.netty.handler.codec.http.HttpRequest;
import java.util.function.Supplier;

/** Decides which upgrades are accepted, and how. Event loop only. */
public interface UpgradePolicy {
  /**
   * Asked for each request that has {@code Upgrade: websocket}, whatever else it has.
   *
   * @param request its head, as Netty has decoded it
   * @param peer that has sent it
   * @param whole the same with all that is known of its connection
   */
  UpgradeDecision decide(HttpRequest request, Peer peer, Supplier<UpgradeRequest> whole);

  /** Told of each upgrade that is refused, once, be it that it was accepted before. */
  void refused(Refusal refusal, HttpRequest request, Peer peer);
}
