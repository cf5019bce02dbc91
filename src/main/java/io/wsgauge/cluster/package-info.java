/** Several nodes: who is there, which target each pings, and one that answers for all. */
@NullMarked
package io.wsgauge.cluster;

import org.jspecify.annotations.NullMarked;
