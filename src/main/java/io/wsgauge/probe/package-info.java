/** One run against one WebSocket: its phases, its exchange, and its result. */
package io.wsgauge.probe;
