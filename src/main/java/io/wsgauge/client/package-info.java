/** The client: pings each target again and again, and says when one stops working. */
package io.wsgauge.client;
