/** Membership by Hazelcast, which nothing else knows. */
@NullMarked
package io.wsgauge.cluster.hazelcast;

import org.jspecify.annotations.NullMarked;
