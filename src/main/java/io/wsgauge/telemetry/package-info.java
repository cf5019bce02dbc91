/** What the service reports of itself: health, and messages in the log. */
@NullMarked
package io.wsgauge.telemetry;

import org.jspecify.annotations.NullMarked;
