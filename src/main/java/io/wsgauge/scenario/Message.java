package io.wsgauge.scenario;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;

/**
 * A message as it came in, all its fragments together.
 *
 * @param number in the order of the connection, from 1
 * @param fragments frames that it came in
 * @param compressed whether it came compressed
 * @param received when all of it had come in
 * @param age of the connection by then
 */
record Message(
    long number,
    boolean text,
    Buffer payload,
    int fragments,
    boolean compressed,
    Instant received,
    Duration age) {}
