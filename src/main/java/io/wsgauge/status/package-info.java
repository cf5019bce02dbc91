/**
 * What is known of each target: state, history and percentiles, over HTTP and as a stream of
 * events.
 */
@NullMarked
package io.wsgauge.status;

import org.jspecify.annotations.NullMarked;
