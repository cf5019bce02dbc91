package io.wsgauge.config;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a configuration.
 *
 * @param path the key, dotted and with array indexes ({@code client.targets[0].url}), or a place in
 *     the file
 * @param value the offending value as JSON; null when there is none to show
 * @param rule what would be right
 */
public record Problem(String path, @Nullable String value, String rule) {

  String explanation() {
    return value == null ? rule : value + " - " + rule;
  }
}
