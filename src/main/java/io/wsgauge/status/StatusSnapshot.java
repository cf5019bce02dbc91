package io.wsgauge.status;

import io.vertx.core.buffer.Buffer;
import io.wsgauge.probe.ProbeResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was known of the targets at a time.
 *
 * @param targets each as JSON, in order
 */
public record StatusSnapshot(Instant time, Map<String, Buffer> targets) {
  private static final Buffer SEPARATOR = Buffer.buffer(",");
  private static final Buffer END = Buffer.buffer("]}");

  /**
   * The pieces of one JSON text.
   *
   * @param names of those to tell of; empty for all
   */
  List<Buffer> of(Set<String> names) {
    List<Buffer> pieces = new ArrayList<>();
    pieces.add(Buffer.buffer("{\"time\":\"" + ProbeResult.time(time) + "\",\"targets\":["));
    targets.forEach(
        (name, json) -> {
          if (names.isEmpty() || names.contains(name)) {
            if (pieces.size() > 1) {
              pieces.add(SEPARATOR);
            }
            pieces.add(json);
          }
        });
    pieces.add(END);
    return pieces;
  }
}
