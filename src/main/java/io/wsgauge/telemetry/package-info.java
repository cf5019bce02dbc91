/** What the service tells of itself: health, and messages in the log. */
@NullMarked
package io.wsgauge.telemetry;

import org.jspecify.annotations.NullMarked;
