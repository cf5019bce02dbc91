package io.wsgauge.check.measurement;

import org.jspecify.annotations.Nullable;

/**
 * The steps {@code compression} and {@code subprotocol}: what was offered, what the server saw and
 * agreed to, and what arrived here.
 *
 * @param offered by this end
 * @param seen by the server; null where it does not say
 * @param agreed by the server; null likewise, empty for nothing
 * @param claimed by the answer that arrived; empty for nothing
 * @param claimedUnasked by the answer to an upgrade whose server was asked to agree to nothing;
 *     null where it could not be asked
 * @param exchanged whether messages passed under what was agreed on; null where that was not tried
 * @param fault of that exchange; empty without one
 */
public record Negotiation(
    String offered,
    @Nullable String seen,
    @Nullable String agreed,
    String claimed,
    @Nullable String claimedUnasked,
    @Nullable Boolean exchanged,
    String fault) {}
