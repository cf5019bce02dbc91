package io.wsgauge.cluster.hazelcast;

import com.hazelcast.config.AdvancedNetworkConfig;
import com.hazelcast.config.Config;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.instance.ProtocolType;
import io.wsgauge.cluster.Engine.Settings;
import java.util.List;
import java.util.Map;

/** How Hazelcast is set up: to find out soon who is there, and for no other use. */
final class HazelcastSettings {
  /** Properties of Hazelcast; its own defaults find a lost member after a minute. */
  private static final Map<String, String> PROPERTIES =
      Map.ofEntries(
          Map.entry("hazelcast.heartbeat.interval.seconds", "1"),
          Map.entry("hazelcast.merge.first.run.delay.seconds", "5"),
          Map.entry("hazelcast.merge.next.run.delay.seconds", "5"),
          // who takes a lost oldest member's place waits 5 s for each silent one, so long at most,
          // and asks so many times who has not missed the oldest yet: with a handful it loses these
          Map.entry("hazelcast.mastership.claim.timeout.seconds", "30"),
          Map.entry("hazelcast.wait.seconds.before.join", "1"),
          Map.entry("hazelcast.max.wait.seconds.before.join", "3"),
          // each member tells each other four times in it what is under way, be it nothing
          Map.entry("hazelcast.operation.call.timeout.millis", "20000"),
          Map.entry("hazelcast.socket.bind.any", "false"),
          Map.entry("hazelcast.socket.client.bind.any", "false"),
          Map.entry("hazelcast.socket.receive.buffer.size", "16"),
          Map.entry("hazelcast.socket.send.buffer.size", "16"),
          Map.entry("hazelcast.phone.home.enabled", "false"),
          Map.entry("hazelcast.logging.type", "slf4j"),
          // the service leaves in order, which the hook would forestall
          Map.entry("hazelcast.shutdownhook.enabled", "false"),
          Map.entry("hazelcast.graceful.shutdown.max.wait", "3"),
          // for a handful of entries; all members must agree on it
          Map.entry("hazelcast.partition.count", "31"),
          Map.entry("hazelcast.operation.thread.count", "2"),
          Map.entry("hazelcast.operation.generic.thread.count", "2"),
          Map.entry("hazelcast.operation.response.thread.count", "1"),
          Map.entry("hazelcast.io.input.thread.count", "1"),
          Map.entry("hazelcast.io.output.thread.count", "1"),
          Map.entry("hazelcast.event.thread.count", "1"));

  private HazelcastSettings() {}

  static Config of(Settings settings) {
    Config config = new Config();
    config.setClusterName(settings.cluster());
    PROPERTIES.forEach(config::setProperty);
    config.setProperty(
        "hazelcast.max.no.heartbeat.seconds", Long.toString(settings.failAfter().toSeconds()));
    // by its name among interfaces it would not be found on the loopback, but for 127.0.0.1
    config.setProperty("hazelcast.local.localAddress", settings.address());
    config.getMetricsConfig().setEnabled(false);
    network(config.getAdvancedNetworkConfig(), settings);
    settings
        .attributes()
        .forEach((name, value) -> config.getMemberAttributeConfig().setAttribute(name, value));
    // as the cluster manager wants them
    config.addMultiMapConfig(
        new MultiMapConfig("__vertx.subs")
            .setBackupCount(1)
            .setValueCollectionType(MultiMapConfig.ValueCollectionType.SET));
    config.addMapConfig(new MapConfig("__vertx.haInfo").setBackupCount(1));
    config.addMapConfig(new MapConfig("__vertx.nodeInfo").setBackupCount(1));
    JavaSerializationFilterConfig filter =
        new JavaSerializationFilterConfig().setDefaultsDisabled(true);
    List<String> packages = List.of("java.", "com.hazelcast.", "io.vertx.");
    packages.forEach(name -> filter.getWhitelist().addPrefixes(name, "[L" + name));
    // arrays of primitives; without these and the above no exception of another member is read,
    // and so whoever waits for its answer waits on
    "BCDFIJSZ".chars().forEach(type -> filter.getWhitelist().addClasses("[" + (char) type));
    config.getSerializationConfig().setJavaSerializationFilterConfig(filter);
    return config;
  }

  /** One port for members and none for Hazelcast's clients, which could read what is there. */
  private static void network(AdvancedNetworkConfig network, Settings settings) {
    ServerSocketEndpointConfig endpoint =
        new ServerSocketEndpointConfig()
            .setProtocolType(ProtocolType.MEMBER)
            .setPort(settings.port())
            .setPortAutoIncrement(false)
            .setReuseAddress(true);
    network.setEnabled(true).setMemberEndpointConfig(endpoint);
    JoinConfig join = network.getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    if (settings.dns().isEmpty()) {
      join.getTcpIpConfig()
          .setEnabled(true)
          .setConnectionTimeoutSeconds(2)
          .setMembers(settings.members());
    } else {
      join.getKubernetesConfig()
          .setEnabled(true)
          .setProperty("service-dns", settings.dns())
          .setProperty("service-port", Integer.toString(settings.port()));
    }
  }
}
