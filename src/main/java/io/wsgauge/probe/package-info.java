/** One run against one WebSocket: its phases, its exchange, and its result. */
@NullMarked
package io.wsgauge.probe;

import org.jspecify.annotations.NullMarked;
