package io.wsgauge.check.report;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wsgauge.check.rule.Finding;
import io.wsgauge.check.rule.FindingId;
import io.wsgauge.check.rule.Hop;
import io.wsgauge.text.Instants;
import io.wsgauge.text.Secrets;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** The report for machines, as {@code check/report.schema.json} has it. */
public final class ReportJson {
  /** The schema in the jar, by which the form is named. */
  public static final String SCHEMA = "check/report.schema.json";

  private static final int VERSION = 1;

  private ReportJson() {}

  /** The report as JSON, without what may be a secret. */
  public static JsonObject of(Report report) {
    return new JsonObject()
        .put("schema", VERSION)
        .put("url", report.url())
        .put("started", Instants.format(report.started()))
        .put("seconds", rounded(report.seconds()))
        .put("verdict", report.verdict().label())
        .put("sentence", Secrets.mask(report.sentence()))
        .put(
            "server",
            new JsonObject()
                .put("kind", report.server().kind())
                .put("nodes", new JsonArray(report.server().nodes())))
        .put("hops", array(report.hops(), ReportJson::hop))
        .put("findings", array(report.findings(), ReportJson::finding))
        .put("steps", array(report.steps(), ReportJson::step))
        .put("measurements", measurements(report))
        .put("own", MeasurementJson.of(report.measurements().own()));
  }

  private static JsonObject measurements(Report report) {
    JsonObject json = MeasurementJson.of(report.measurements());
    json.remove("url");
    json.remove("own");
    return json;
  }

  private static JsonObject hop(Hop hop) {
    return new JsonObject()
        .put("product", hop.product())
        .put("confidence", hop.confidence().label())
        .put("position", hop.position().label())
        .put("because", hop.because());
  }

  private static JsonObject finding(Finding finding) {
    JsonObject value = new JsonObject();
    finding.value().forEach((key, member) -> value.put(key, masked(member)));
    return new JsonObject()
        .put("id", finding.id().label())
        .put("severity", finding.severity().label())
        .put("certainty", finding.certainty().label())
        .put("value", value)
        .put("direction", finding.direction())
        .put("sentence", Secrets.mask(finding.sentence()))
        .put("evidence", new JsonArray(finding.evidence()))
        .put(
            "causes",
            array(
                finding.causes(),
                cause ->
                    new JsonObject()
                        .put("id", cause.id())
                        .put("confidence", cause.confidence().label())
                        .put("because", cause.because())))
        .put(
            "fixes",
            array(
                finding.fixes(),
                fix -> new JsonObject().put("product", fix.product()).put("text", fix.text())))
        .put("explains", new JsonArray(finding.explains().stream().map(FindingId::label).toList()))
        .put("hides", new JsonArray(finding.hides()));
  }

  private static Object masked(Object member) {
    return member instanceof String text
        ? Secrets.mask(text)
        : member instanceof Collection<?> list ? new JsonArray(List.copyOf(list)) : member;
  }

  /** A step of a report. */
  public static JsonObject step(Step step) {
    return new JsonObject()
        .put("name", step.name())
        .put("state", step.state().label())
        .put("seconds", rounded(step.seconds()))
        .put("reason", step.reason());
  }

  private static double rounded(double seconds) {
    return Math.round(seconds * 1000) / 1000.0;
  }

  private static <T> JsonArray array(List<T> items, Function<T, JsonObject> form) {
    return new JsonArray(items.stream().map(form).toList());
  }
}
