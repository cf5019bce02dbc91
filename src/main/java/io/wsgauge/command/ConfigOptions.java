package io.wsgauge.command;

import io.wsgauge.config.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that make a configuration. */
final class ConfigOptions {
  @Option(
      names = {"-c", "--conf", "-conf"},
      paramLabel = "FILE|JSON",
      description =
          "The configuration: a file, or JSON that begins with a brace. Without it: conf/config.json"
              + " here, or that of the jar.")
  @Nullable String source;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      mapFallbackValue = "",
      description = "Any key of the configuration, such as socket.idleTimeout=2h; repeatable.")
  Map<String, String> settings = Map.of();

  /**
   * @param first settings that an option of their own makes
   */
  ConfigInput input(List<Setting> first) {
    List<Setting> all = new ArrayList<>(first);
    settings.forEach((path, value) -> all.add(new Setting("--set " + path, path, value)));
    return new ConfigInput(source, all);
  }
}
