/** One run against one WebSocket: its phases, its exchange, and what came of it. */
package io.wsgauge.probe;
