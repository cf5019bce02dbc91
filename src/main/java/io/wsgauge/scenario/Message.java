package io.wsgauge.scenario;

import io.vertx.core.buffer.Buffer;

/**
 * A message as it came in, all its fragments together.
 *
 * @param number in the order of the connection, from 1
 * @param received when it had come in, as {@link TimeOfDay} writes it
 */
record Message(long number, boolean text, Buffer payload, String received) {}
