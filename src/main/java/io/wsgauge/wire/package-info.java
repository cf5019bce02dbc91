/** The one place that reaches below Vert.x, for both ends of a WebSocket. */
package io.wsgauge.wire;
