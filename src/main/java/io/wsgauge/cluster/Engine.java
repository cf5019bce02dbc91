package io.wsgauge.cluster;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBusOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What finds the members of a cluster, notices when one is lost, and carries questions to them. */
public interface Engine {
  /**
   * What the engine is to do.
   *
   * @param cluster name of the cluster; members of another never meet
   * @param address of this machine, alone listened on
   * @param members to begin with, each with a port
   * @param dns name whose addresses are members; empty for none
   * @param attributes what this member says of itself
   */
  record Settings(
      String cluster,
      String address,
      int port,
      List<String> members,
      String dns,
      Duration failAfter,
      EventBusOptions bus,
      Map<String, String> attributes) {}

  /** Called from threads of the engine. */
  interface Listener {
    /** The members now, this one among them, in the order in which they came. */
    void members(List<Member> members);

    /** Two parts of the cluster have found each other. */
    void merged();

    /** The engine has ended without being stopped, and does not come back by itself. */
    void ended();
  }

  /**
   * Joins the cluster, or begins one.
   *
   * @return a Vert.x of its own with the bus, by the closing of which it leaves; fails when a port
   *     is taken, and is to be abandoned then, since it may hold others and be a member
   */
  Future<Vertx> start(Settings settings, Listener listener);

  /**
   * Ends at once and tells nobody, so that nothing waits any more for members that do not answer.
   * Blocks; changes nothing where it has not begun or has ended.
   */
  void abandon();

  /** The id of this member, once it has started. */
  String id();
}
