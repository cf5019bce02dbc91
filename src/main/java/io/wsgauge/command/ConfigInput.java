package io.wsgauge.command;

import io.wsgauge.config.Setting;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the arguments say about the configuration.
 *
 * @param source a file, or JSON that begins with a brace; null for the default one
 * @param settings of single keys, which rank before the environment
 */
public record ConfigInput(@Nullable String source, List<Setting> settings) {}
