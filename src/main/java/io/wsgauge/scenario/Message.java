package io.wsgauge.scenario;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;

/**
 * A message as it came in, all its fragments together.
 *
 * @param number in the order of the connection, from 1
 * @param received when all of it had come in
 */
record Message(long number, boolean text, Buffer payload, Instant received) {}
