/** How values are written: durations, instants, secrets, and what a peer has sent. */
package io.wsgauge.text;
