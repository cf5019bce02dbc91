package io.wsgauge.client;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.wsgauge.config.Checked;
import io.wsgauge.config.ConfiguredFile;
import io.wsgauge.config.Problems;
import io.wsgauge.probe.TargetConfig;
import io.wsgauge.probe.TargetRules;
import io.wsgauge.status.State;
import io.wsgauge.telemetry.LogConfig;
import io.wsgauge.text.Labelled;
import io.wsgauge.text.Suggestion;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Section {@code client}; the schema says what the keys mean.
 *
 * @param targets each with what it inherits
 * @param defaults what a target is made of that is not configured, but for name and URL
 */
public record ClientConfig(
    boolean enabled,
    List<TargetConfig> targets,
    TargetConfig defaults,
    BackoffConfig backoff,
    LogConfig log,
    WebhookConfig webhook,
    ProbeConfig probe,
    List<String> readiness)
    implements Checked {

  /** The bounds of the wait before a reconnect. */
  public record BackoffConfig(Duration initial, Duration max) {
    /** The same, where no wait is longer than that. */
    BackoffConfig atMost(Duration longest) {
      return new BackoffConfig(least(initial, longest), least(max, longest));
    }

    private static Duration least(Duration a, Duration b) {
      return a.compareTo(b) <= 0 ? a : b;
    }

    private void check(Problems problems) {
      if (max.compareTo(initial) < 0) {
        problems.add("client.backoff.max", "must not be below client.backoff.initial");
      }
    }
  }

  /**
   * The receiver of each change of a target's state.
   *
   * @param url empty for nobody
   * @param secretFile what signs the events; empty for no signature
   * @param timeout of one request, from the connect to the status of its answer
   * @param attempts to deliver one event
   * @param maxQueue events that wait behind the one under way
   * @param states to which a change is reported
   * @param template of the body
   * @param templateFile with another template; empty for none
   */
  public record WebhookConfig(
      String url,
      String secretFile,
      Duration timeout,
      int attempts,
      int maxQueue,
      Set<State> states,
      Template template,
      String templateFile) {

    /** The shape of what is posted. */
    public enum Template implements Labelled {
      /** The event itself. */
      EVENT,
      SLACK,
      TEAMS,
      DISCORD,
      ALERTMANAGER
    }

    /** The body that reports an event. Blocks, to read the template. */
    Buffer body(JsonObject event) throws IOException {
      if (!templateFile.isEmpty()) {
        return WebhookTemplate.read(Path.of(templateFile)).render(event);
      }
      return template == Template.EVENT
          ? event.toBuffer()
          : WebhookTemplate.shipped(template.label()).render(event);
    }

    private void check(Problems problems) {
      ConfiguredFile.check(
          "client.webhook.templateFile", templateFile, WebhookTemplate::read, problems);
      if (template != Template.EVENT && !templateFile.isEmpty()) {
        problems.add(
            "client.webhook.templateFile", templateFile, "must be empty where there is a template");
      }
      if (!url.isEmpty()) {
        TargetRules.checkUrl("client.webhook.url", url, problems);
      }
      ConfiguredFile.check(
          "client.webhook.secretFile", secretFile, WebhookSignature::secret, problems);
    }
  }

  /**
   * Runs on demand.
   *
   * @param allow regular expressions (RE2), one of which must match a URL whole
   * @param modules what a URL runs with, each without a URL and with what it inherits
   * @param maxProbes runs under way
   * @param maxQueue runs that wait
   */
  public record ProbeConfig(
      List<String> allow, List<TargetConfig> modules, int maxProbes, int maxQueue) {
    private void check(Problems problems, Problems inherited) {
      Set<String> names = new HashSet<>();
      for (int i = 0; i < modules.size(); i++) {
        TargetConfig module = modules.get(i);
        String path = "client.probe.modules[" + i + "]";
        if (!names.add(module.name())) {
          problems.add(path + ".name", module.name(), "is the name of another module");
        }
        checkOwn(path, module, inherited, problems);
      }
      for (int i = 0; i < allow.size(); i++) {
        TargetRules.checkPattern("client.probe.allow[" + i + "]", allow.get(i), problems);
      }
    }
  }

  /** Whether there is anything to do. */
  public boolean active() {
    return enabled && !targets.isEmpty();
  }

  @Override
  public void check(Problems problems) {
    backoff.check(problems);
    webhook.check(problems);
    Problems inherited = new Problems();
    defaults.check(inherited);
    problems.addAll("client.defaults", inherited);
    probe.check(problems, inherited);
    Set<String> names = new HashSet<>();
    for (int i = 0; i < targets.size(); i++) {
      TargetConfig target = targets.get(i);
      String path = "client.targets[" + i + "]";
      checkName(path + ".name", target, names, problems);
      if (!target.isSelf()) {
        TargetRules.checkUrl(path + ".url", target.url(), problems);
      }
      checkOwn(path, target, inherited, problems);
    }
    for (int i = 0; i < readiness.size(); i++) {
      String name = readiness.get(i);
      if (!names.contains(name)) {
        problems.add(
            "client.readiness[" + i + "]",
            name,
            "is the name of no target" + Suggestion.of(name, names));
      }
    }
  }

  private static void checkOwn(
      String path, TargetConfig target, Problems inherited, Problems problems) {
    Problems own = new Problems();
    target.check(own);
    problems.addAll(path, own.without(inherited));
  }

  private static void checkName(
      String path, TargetConfig target, Set<String> taken, Problems problems) {
    for (String name : target.names()) {
      if (!taken.add(name)) {
        problems.add(
            path,
            target.name(),
            name.equals(target.name())
                ? "is the name of another target"
                : "gives " + name + ", the name of another target");
        return;
      }
    }
  }
}
