/** The soak: all that peers may do, for a long time, and what the service holds meanwhile. */
package io.wsgauge.soak;
