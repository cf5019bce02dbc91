package io.wsgauge.scenario;

import io.wsgauge.socket.ConnectionRecords;
import java.time.Duration;
import java.util.List;

/** Section {@code scenario}; the schema says what the keys mean. */
public record ScenarioConfig(
    boolean enabled,
    Duration maxDelay,
    Duration minInterval,
    int maxSize,
    int maxCount,
    int maxBytesPerSecond,
    boolean allowInvalid,
    List<String> redirectHosts,
    int records,
    Duration recordsKeptFor) {
  /** Where those of the connections are found that a client may ask for. */
  public ConnectionRecords connectionRecords() {
    return enabled ? new ConnectionRecords(records, recordsKeptFor) : ConnectionRecords.none();
  }
}
