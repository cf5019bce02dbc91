/** The page on which a person tries a WebSocket, and sees how the client's targets are. */
package io.wsgauge.page;
