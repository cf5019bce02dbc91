package io.wsgauge.cluster.hazelcast;

import com.hazelcast.config.Config;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class QueueingClusterManagerTest {
  @Test
  @DisplayName("a merge does not wait for an event that is still being handled")
  void merge() throws Exception {
    QueueingClusterManager manager = new QueueingClusterManager(new Config());
    synchronized (manager) { // as it is held while the maps of who has gone are waited for
      CompletableFuture.runAsync(
              () -> manager.stateChanged(new LifecycleEvent(LifecycleState.MERGING)))
          .get(10, TimeUnit.SECONDS);
    }
  }
}
