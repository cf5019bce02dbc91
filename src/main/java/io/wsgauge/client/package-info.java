/** The client: probes each target again and again, and says when one stops working. */
package io.wsgauge.client;
