/** What several tests need: the service, hostile peers, the log. */
package io.wsgauge.testing;
