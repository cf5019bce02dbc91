/** Behaviours that a client asks for in the query of the WebSocket's path. */
package io.wsgauge.scenario;
