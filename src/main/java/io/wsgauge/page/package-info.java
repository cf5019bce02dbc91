/** The page on which a person tries a WebSocket, and sees how the client's targets are. */
@NullMarked
package io.wsgauge.page;

import org.jspecify.annotations.NullMarked;
