package io.wsgauge.status;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The status of all targets at a time.
 *
 * @param targets by their names, each as JSON, in order
 */
public record StatusSnapshot(Instant time, Map<String, Buffer> targets) {
  /**
   * The pieces of one JSON text.
   *
   * @param names of the targets in it; empty for all
   */
  List<Buffer> of(Set<String> names) {
    return StatusJson.targets(
        time,
        targets.entrySet().stream()
            .filter(target -> names.isEmpty() || names.contains(target.getKey()))
            .map(Map.Entry::getValue)
            .toList());
  }
}
