/** What the service tells of itself: health, and messages in the log. */
package io.wsgauge.telemetry;
