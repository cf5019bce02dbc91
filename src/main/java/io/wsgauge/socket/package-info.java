/** What happens on the WebSocket endpoint: who is accepted, and what a connection answers. */
@NullMarked
package io.wsgauge.socket;

import org.jspecify.annotations.NullMarked;
