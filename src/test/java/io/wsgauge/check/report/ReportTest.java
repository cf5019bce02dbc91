package io.wsgauge.check.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.Validator;
import io.wsgauge.check.Recorded;
import io.wsgauge.check.Recorded.Product;
import io.wsgauge.check.measurement.Attempt;
import io.wsgauge.check.measurement.Silence;
import io.wsgauge.check.measurement.Silence.Kind;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReportTest {
  private static final Set<Kind> CUT =
      EnumSet.of(Kind.SILENT, Kind.FIRST_MESSAGE, Kind.CLIENT_DATA);

  private static Report idle() {
    Recorded recorded = Recorded.behind(Product.NGINX);
    recorded.silence =
        new Silence(
            Recorded.lanes(
                lane -> CUT.contains(lane.kind()) ? Recorded.cutAfter(lane, 60.02) : lane),
            Recorded.HORIZON);
    return report(recorded);
  }

  private static Report report(Recorded recorded) {
    return Report.of(
        recorded.build(),
        List.of(
            new Step("silence", Step.State.MEASURED, 76.6, ""),
            new Step("http2", Step.State.NOT_MEASURED, 0, "ws:// has no TLS"),
            new Step("many", Step.State.NOT_MEASURED, 0, "not asked for")),
        Instant.parse("2026-11-26T00:00:00Z"),
        81.2);
  }

  @Test
  @DisplayName("a person reads verdict, path, finding, lanes, cause, fix and what is hidden")
  void text() {
    assertEquals(
        """
        ws://app.example.org/ws                                          PROBLEM   81 s
        A WebSocket on which the server sends no data is cut after 60 s. Likely nginx.
        path   you ── nginx (sure) ── wsgauge "a"

        ✗ idle-timeout  60.0 s, the server's data counts                       measured
          A WebSocket on which the server sends no data is cut after 60 s.
            silent           cut after 60.0, 60.0, 60.0 s, FIN, no close frame
            asked at half    alive at 75 s
            one exchange     cut after 60.0 s, FIN, no close frame
            client sends     cut after 60.0 s, FIN, no close frame
            server sends     alive at 75 s   ← keeps it open
            both send        alive at 75 s
            client pings     alive at 75 s   ← keeps it open
            server pings     alive at 75 s   ← keeps it open
            server's record  not by the server, FIN, no close frame
          likely   nginx: proxy_read_timeout at its default of 60 s
          mend     nginx: location /ws { proxy_read_timeout 1h; proxy_send_timeout 1h;
                   }
          or       a ping or a message of the server every 25 s, or pings of the
                   client, which the server answers
          hidden   a longer idle timeout behind this one would not show

        not measured
          http2 - ws:// has no TLS
          many - not asked for

        Each finding is explained in docs/findings.md.
        """,
        String.join("\n", ReportText.of(idle(), 80, false)) + "\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 80, 200})
  @DisplayName("no line is wider than the terminal")
  void width(int width) {
    ReportText.of(idle(), width, false)
        .forEach(line -> assertTrue(line.codePointCount(0, line.length()) <= width, line));
  }

  @Test
  @DisplayName("colours come as they are asked for, and change no text")
  void colours() {
    String coloured = String.join("\n", ReportText.of(idle(), 80, true));
    assertTrue(coloured.contains("\u001b[31m"));
    assertEquals(
        String.join("\n", ReportText.of(idle(), 80, false)),
        coloured.replaceAll("\u001b\\[\\d+m", ""));
  }

  @ParameterizedTest
  @EnumSource(Product.class)
  @DisplayName("the JSON is as the schema has it")
  void json(Product product) {
    assertValid(report(Recorded.behind(product)));
  }

  @Test
  @DisplayName("so is that of findings and of what was not opened")
  void jsonOfFindings() {
    assertValid(idle());
    Recorded refused = Recorded.behind(Product.NGINX);
    refused.refused(Recorded.answered(202, 0.01, "later"), null);
    Report report = report(refused);
    assertEquals(Verdict.INCOMPLETE, report.verdict());
    assertValid(report);
  }

  @Test
  @DisplayName("the JSON names id, value, direction, cause, server, hops and steps")
  void fields() {
    JsonObject json = ReportJson.of(idle());
    JsonObject finding = json.getJsonArray("findings").getJsonObject(0);
    assertEquals("idle-timeout", finding.getString("id"));
    assertEquals(60.02, finding.getJsonObject("value").getDouble("seconds"), 0.2);
    assertEquals("server-data", finding.getString("direction"));
    assertEquals("nginx", finding.getJsonArray("causes").getJsonObject(0).getString("id"));
    assertEquals("wsgauge", json.getJsonObject("server").getString("kind"));
    assertEquals("only", json.getJsonArray("hops").getJsonObject(0).getString("position"));
    assertEquals("not-measured", json.getJsonArray("steps").getJsonObject(1).getString("state"));
    assertEquals(62, json.getJsonObject("own").getInteger("openings"));
  }

  @Test
  @DisplayName("a step that has measured a part says which")
  void part() {
    Report report =
        Report.of(
            Recorded.behind(Product.NGINX).build(),
            List.of(new Step("sizes", Step.State.PARTLY, 9, "between 1 and 2")),
            Instant.parse("2026-11-26T00:00:00Z"),
            9);
    assertValid(report);
    JsonObject step = ReportJson.of(report).getJsonArray("steps").getJsonObject(0);
    assertEquals("partly", step.getString("state"));
    String text = String.join("\n", ReportText.of(report, 80, false));
    assertTrue(text.contains("in part: between 1 and 2"), text);
  }

  private static void assertValid(Report report) {
    JsonObject schema = new JsonObject(CatalogueFile.resource(ReportJson.SCHEMA));
    JsonObject json = new JsonObject(ReportJson.of(report).encode());
    var result =
        Validator.create(
                JsonSchema.of(schema),
                new JsonSchemaOptions()
                    .setBaseUri("app://wsgauge")
                    .setOutputFormat(OutputFormat.Basic))
            .validate(json);
    assertTrue(result.getValid(), () -> result.getErrors() + "\n" + json.encodePrettily());
  }

  @Test
  @DisplayName("what may be a secret is in none of the forms")
  void secrets() {
    Recorded recorded = Recorded.behind(Product.NGINX);
    recorded.url = "wss://me:hunter2@app.example.org/ws?token=hunter2";
    Attempt redirected =
        Recorded.answered(
            302,
            0.01,
            "",
            "Location: https://login.example.org/?code=hunter2",
            "Set-Cookie: session=hunter2");
    recorded.refused(redirected, redirected);
    Report report = report(recorded);
    String all =
        String.join("\n", ReportText.of(report, 80, false))
            + ReportMarkdown.of(report)
            + ReportJson.of(report).encode();
    assertFalse(all.contains("hunter2"), all);
  }

  @Test
  @DisplayName("what a peer says cannot reach the terminal raw, nor make Markdown")
  void hostile() {
    Recorded recorded = Recorded.behind(Product.NGINX);
    Attempt redirected =
        Recorded.answered(302, 0.01, "", "Location: /\u001b[31m<img src=x>|`a`\u202e");
    recorded.refused(redirected, redirected);
    Report report = report(recorded);
    String text = String.join("", ReportText.of(report, 80, false));
    assertFalse(text.contains("\u001b") || text.contains("\u202e"), text);
    String markdown = ReportMarkdown.of(report);
    assertFalse(markdown.replace("\\<", "").contains("<img"), markdown);
    assertFalse(markdown.replace("\\`", "").contains("`a`"), markdown);
  }

  @Test
  @DisplayName("Markdown has a table of lanes and a link to the finding's explanation")
  void markdown() {
    String markdown = ReportMarkdown.of(idle());
    assertTrue(
        markdown.contains("### [idle-timeout](docs/findings.md#idle-timeout) 60.0 s"), markdown);
    assertTrue(markdown.contains("| client sends | cut after 60.0 s, FIN, no close frame |"));
    assertTrue(markdown.contains("- mend: nginx: `location /ws {"));
  }

  @Test
  @DisplayName("nothing found is said, and nothing opened as well")
  void fine() {
    Report report = report(Recorded.behind(Product.HAPROXY));
    assertEquals(Verdict.FINE, report.verdict());
    assertEquals("Nothing was found that the path does to WebSockets.", report.sentence());
    Recorded refused = Recorded.behind(Product.NGINX);
    refused.refused(Recorded.answered(202, 0.01, "later"), null);
    assertEquals("No WebSocket was opened, and no rule says why.", report(refused).sentence());
  }
}
