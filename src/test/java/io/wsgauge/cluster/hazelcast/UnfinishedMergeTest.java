package io.wsgauge.cluster.hazelcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.hazelcast.cluster.ClusterState;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.vertx.core.eventbus.EventBusOptions;
import io.wsgauge.cluster.Engine;
import io.wsgauge.testing.Ports;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class UnfinishedMergeTest {
  private final List<HazelcastInstance> started = new ArrayList<>();
  private final int port = Ports.free();
  private final int otherPort = Ports.free();

  UnfinishedMergeTest() throws IOException {}

  private HazelcastInstance start(int port, List<String> members) {
    Engine.Settings settings =
        new Engine.Settings(
            "unfinished" + this.port,
            "127.0.0.1",
            port,
            members,
            "",
            Duration.ofSeconds(8),
            new EventBusOptions(),
            Map.of());
    HazelcastInstance instance = Hazelcast.newHazelcastInstance(HazelcastSettings.of(settings));
    started.add(instance);
    return instance;
  }

  @AfterEach
  void end() {
    started.forEach(instance -> instance.getLifecycleService().terminate());
  }

  @Test
  @DisplayName("a part that a merge has left frozen is active again at the second look, and merges")
  void merges() throws Exception {
    HazelcastInstance left = start(port, List.of("127.0.0.1:" + port, "127.0.0.1:" + otherPort));
    left.getCluster().changeClusterState(ClusterState.FROZEN);
    HazelcastInstance other = start(otherPort, List.of("127.0.0.1:" + otherPort));
    CountDownLatch both = new CountDownLatch(1);
    other
        .getCluster()
        .addMembershipListener(
            new MembershipListener() {
              @Override
              public void memberAdded(MembershipEvent event) {
                both.countDown();
              }

              @Override
              public void memberRemoved(MembershipEvent event) {}
            });
    UnfinishedMerge merge = new UnfinishedMerge(left.getCluster());
    merge.look();
    assertEquals(ClusterState.FROZEN, left.getCluster().getClusterState());
    merge.look();
    assertEquals(ClusterState.ACTIVE, left.getCluster().getClusterState());
    assertTrue(both.await(60, TimeUnit.SECONDS));
  }
}
