/** Behaviours that a client asks for in the query of the WebSocket's path. */
@NullMarked
package io.wsgauge.scenario;

import org.jspecify.annotations.NullMarked;
