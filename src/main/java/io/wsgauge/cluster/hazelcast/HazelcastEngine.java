package io.wsgauge.cluster.hazelcast;

import com.hazelcast.cluster.Cluster;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import io.wsgauge.cluster.Engine;
import io.wsgauge.cluster.Member;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hazelcast, by Vert.x's cluster manager. Thread-safe. */
public final class HazelcastEngine implements Engine {
  private static final Logger LOGGER = LoggerFactory.getLogger(HazelcastEngine.class);

  /** The attribute in which the cluster manager has its id. */
  static final String ID = "__vertx.nodeId";

  private static final int WORKERS = 4;

  /** Twice of what a merge takes at most, between looks for one that was left unfinished. */
  private static final long LOOK_MILLIS = 20_000;

  private volatile String id = "";

  /** Null before it is begun. */
  private volatile @Nullable HazelcastClusterManager manager;

  @Override
  public String id() {
    return id;
  }

  @Override
  public Future<Vertx> start(Settings settings, Listener listener) {
    Promise<Vertx> started = Promise.promise();
    // a thread of its own: its classes take long, and to make a Vert.x in another's is warned of
    new Thread(() -> start(settings, listener, started), "cluster-join").start();
    return started.future();
  }

  private void start(Settings settings, Listener listener, Promise<Vertx> started) {
    try {
      HazelcastClusterManager begun = new QueueingClusterManager(HazelcastSettings.of(settings));
      manager = begun;
      VertxOptions options =
          new VertxOptions()
              .setPreferNativeTransport(true)
              .setEventLoopPoolSize(1)
              .setWorkerPoolSize(WORKERS)
              .setInternalBlockingPoolSize(WORKERS)
              // its workers wait for members that may not answer, and are warned of at each check
              .setBlockedThreadCheckInterval(1)
              .setBlockedThreadCheckIntervalUnit(TimeUnit.MINUTES)
              .setEventBusOptions(settings.bus());
      Vertx.builder()
          .with(options)
          .withClusterManager(begun)
          .buildClustered()
          .compose(vertx -> listen(vertx, begun, listener))
          .onComplete(started);
    } catch (RuntimeException | LinkageError e) {
      started.tryFail(e);
    }
  }

  @Override
  public void abandon() {
    HazelcastClusterManager begun = manager;
    HazelcastInstance instance = begun == null ? null : begun.getHazelcastInstance();
    if (instance != null) {
      instance.getLifecycleService().terminate();
    }
  }

  private Future<Vertx> listen(Vertx vertx, HazelcastClusterManager manager, Listener listener) {
    try {
      id = manager.getNodeId();
      listen(manager.getHazelcastInstance(), listener);
      UnfinishedMerge merge = new UnfinishedMerge(manager.getHazelcastInstance().getCluster());
      vertx.setPeriodic(LOOK_MILLIS, timer -> look(vertx, merge));
      return Future.succeededFuture(vertx);
    } catch (RuntimeException e) { // such as when Hazelcast has ended by now
      return vertx.close().transform(closed -> Future.failedFuture(e));
    }
  }

  private static void look(Vertx vertx, UnfinishedMerge merge) {
    vertx
        .executeBlocking(
            () -> {
              merge.look();
              return null;
            })
        .onFailure(e -> LOGGER.debug("An unfinished merge could not be ended", e));
  }

  private static void listen(HazelcastInstance instance, Listener listener) {
    Cluster cluster = instance.getCluster();
    cluster.addMembershipListener(
        new MembershipListener() {
          @Override
          public void memberAdded(MembershipEvent event) {
            tell(cluster, listener);
          }

          @Override
          public void memberRemoved(MembershipEvent event) {
            tell(cluster, listener);
          }
        });
    instance
        .getLifecycleService()
        .addLifecycleListener(
            event -> {
              if (event.getState() == LifecycleState.MERGED) {
                listener.merged();
                tell(cluster, listener);
              } else if (event.getState() == LifecycleState.SHUTDOWN) {
                listener.ended();
              }
            });
    // what has changed before there was a listener
    tell(cluster, listener);
  }

  private static void tell(Cluster cluster, Listener listener) {
    try {
      List<Member> members =
          cluster.getMembers().stream()
              .map(
                  member ->
                      new Member(
                          String.valueOf(member.getAttribute(ID)),
                          member.getAddress().getHost(),
                          member.getAttributes()))
              .toList();
      listener.members(members);
    } catch (HazelcastInstanceNotActiveException e) {
      LOGGER.debug("The members are not known while Hazelcast ends", e);
    }
  }
}
