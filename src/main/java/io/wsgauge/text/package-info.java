/** How values are written: durations, instants, secrets, and what a peer has sent. */
@NullMarked
package io.wsgauge.text;

import org.jspecify.annotations.NullMarked;
