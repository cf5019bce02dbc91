/** The client: probes each target again and again, and says when one stops working. */
@NullMarked
package io.wsgauge.client;

import org.jspecify.annotations.NullMarked;
