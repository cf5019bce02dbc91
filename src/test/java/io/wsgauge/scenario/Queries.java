package io.wsgauge.scenario;

import io.wsgauge.handshake.HeaderLines;
import io.wsgauge.handshake.Refusal;
import io.wsgauge.handshake.UpgradeRequest;
import io.wsgauge.socket.BehaviourSelector.Acceptance;
import io.wsgauge.socket.BehaviourSelector.Choice;
import io.wsgauge.socket.BehaviourSelector.Refused;
import io.wsgauge.socket.SocketConfig;
import io.wsgauge.testing.Configs;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** Handshakes that ask for a scenario, and what is made of them. */
final class Queries {
  /** The text of a reply without a scenario. */
  static final String USUAL = "usual";

  private Queries() {}

  /**
   * @param headers each as {@code Name: value}
   */
  static UpgradeRequest handshake(String query, String... headers) {
    HeaderLines lines =
        HeaderLines.of(
            Arrays.stream(headers)
                .map(header -> header.split(": ", 2))
                .map(header -> Map.entry(header[0], header[1]))
                .iterator());
    return new UpgradeRequest("GET", "/ws?" + query, "HTTP/1.1", peer(), lines, Optional.empty());
  }

  private static InetSocketAddress peer() {
    try {
      byte[] address = {10, 0, 0, 5};
      return new InetSocketAddress(InetAddress.getByAddress(address), 52506);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  static Scenarios scenarios(String config) {
    ScenarioConfig scenario = Configs.scenario(config);
    SocketConfig socket = Configs.socket("{\"reply\": {\"text\": \"" + USUAL + "\"}}");
    return new Scenarios(scenario, "node", socket, scenario.connectionRecords());
  }

  /** Where all is allowed. */
  static Choice choose(String query, String... headers) {
    return scenarios("{\"allowInvalid\": true}").choose(handshake(query, headers)).orElseThrow();
  }

  static Acceptance terms(String query, String... headers) {
    return (Acceptance) choose(query, headers);
  }

  static Refusal refusal(String query, String... headers) {
    return ((Refused) choose(query, headers)).refusal();
  }

  /** All that is wrong with it. */
  static String problems(String query) {
    return problems("{\"allowInvalid\": true}", query);
  }

  static String problems(String config, String query) {
    return ((Refused) scenarios(config).choose(handshake(query)).orElseThrow()).refusal().detail();
  }
}
