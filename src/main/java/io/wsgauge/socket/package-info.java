/** What happens on the WebSocket endpoint: who is let in, and what a connection answers. */
package io.wsgauge.socket;
