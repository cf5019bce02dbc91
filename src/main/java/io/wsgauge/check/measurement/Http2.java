package io.wsgauge.check.measurement;

import org.jspecify.annotations.Nullable;

/**
 * The step {@code http2}, as a browser would.
 *
 * @param offered whether ALPN chose h2
 * @param connectProtocol SETTINGS_ENABLE_CONNECT_PROTOCOL (RFC 8441); null where no settings came
 * @param status of the extended CONNECT; 0 where it was not tried, or not answered
 */
public record Http2(
    boolean offered, @Nullable Boolean connectProtocol, int status, String detail) {}
