/** The page on which a person tries a WebSocket. */
package io.wsgauge.page;
