package io.wsgauge.cluster.hazelcast;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.config.Config;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cluster manager, which handles events on a thread of its own, one after the other. On
 * Hazelcast's threads, where it writes to maps and waits for those who have gone, it would hold up
 * the very merge that ends the wait: a partition took more than a minute to heal.
 */
@SuppressWarnings("UnsynchronizedOverridesSynchronized") // what handles an event is, by super
final class QueueingClusterManager extends HazelcastClusterManager {
  private static final Logger LOGGER = LoggerFactory.getLogger(QueueingClusterManager.class);

  private static final long IDLE_SECONDS = 5;

  private final ThreadPoolExecutor events =
      new ThreadPoolExecutor(
          1,
          1,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          task -> {
            Thread thread = new Thread(task, "cluster-events");
            thread.setDaemon(true);
            return thread;
          });

  QueueingClusterManager(Config config) {
    super(config);
    events.allowCoreThreadTimeOut(true); // so that it need not be ended
  }

  @Override
  public void memberAdded(MembershipEvent event) {
    later(() -> super.memberAdded(event));
  }

  @Override
  public void memberRemoved(MembershipEvent event) {
    later(() -> removed(event));
  }

  private void removed(MembershipEvent event) {
    if (getNodes().contains(event.getMember().getAttribute(HazelcastEngine.ID))) {
      // what it listens to must not be taken away from one that is there again by now; what this
      // one listens to may have been lost with it, and is told anew as after a merge
      super.stateChanged(new LifecycleEvent(LifecycleState.MERGED));
    } else {
      super.memberRemoved(event);
    }
  }

  @Override
  public void stateChanged(LifecycleEvent event) {
    later(() -> super.stateChanged(event));
  }

  private void later(Runnable action) {
    events.execute(
        () -> {
          try {
            action.run();
          } catch (HazelcastInstanceNotActiveException e) {
            LOGGER.debug("An event was of no use while Hazelcast ended", e);
          } catch (RuntimeException e) {
            LOGGER.warn("cluster: an event was not handled", e);
          }
        });
  }
}
