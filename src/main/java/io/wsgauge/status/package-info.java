/**
 * What is known of each target: state, history and percentiles, over HTTP and as a stream of
 * events.
 */
package io.wsgauge.status;
