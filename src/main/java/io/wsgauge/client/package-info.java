/** The client: probes each target again and again, and reports when one stops working. */
@NullMarked
package io.wsgauge.client;

import org.jspecify.annotations.NullMarked;
