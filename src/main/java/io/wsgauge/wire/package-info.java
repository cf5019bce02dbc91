/** The frames of a WebSocket on its channel (RFC 6455, sections 5 to 7; RFC 7692). */
@NullMarked
package io.wsgauge.wire;

import org.jspecify.annotations.NullMarked;
