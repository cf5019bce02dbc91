package io.wsgauge.socket;

import io.wsgauge.handshake.HeaderLines;
import io.wsgauge.handshake.UpgradeRequest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one WebSocket.
 *
 * @param id by which its client wants to find it; null without one
 * @param request as it was received
 * @param answer the headers of the 101 as it was sent
 * @param opened when the 101 was sent
 */
public record ConnectionRecord(
    @Nullable String id,
    UpgradeRequest request,
    HeaderLines answer,
    Instant opened,
    ConnectionFacts facts) {}
