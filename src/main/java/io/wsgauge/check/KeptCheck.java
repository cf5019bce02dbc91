package io.wsgauge.check;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wsgauge.check.report.Report;
import io.wsgauge.check.report.ReportJson;
import io.wsgauge.check.report.ReportMarkdown;
import io.wsgauge.check.step.StepReport;
import io.wsgauge.check.step.Survey;
import io.wsgauge.server.EventStream;
import io.wsgauge.text.Instants;
import io.wsgauge.text.Labelled;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A check that somebody has asked for over HTTP, with what became of it. Event loop only, but for
 * {@link Written#of}.
 */
final class KeptCheck {
  /** What becomes of a check. */
  enum State implements Labelled {
    RUNNING,
    DONE,
    /** The state of one that could not be completed. */
    FAILED
  }

  /** A report as it is kept. */
  record Written(Buffer json, Buffer markdown) {
    /** Characters of a report that is kept; those of wsgauge's own steps are a tenth of it. */
    private static final int MAX_LENGTH = 1 << 20;

    /** Takes some milliseconds. */
    static Written of(Report report) {
      String json = ReportJson.of(report).encodePrettily();
      String markdown = ReportMarkdown.of(report);
      if (json.length() > MAX_LENGTH || markdown.length() > MAX_LENGTH) {
        throw new IllegalStateException("the report is over 1 MiB");
      }
      return new Written(Buffer.buffer(json + "\n"), Buffer.buffer(markdown));
    }
  }

  private final String id;
  private final String url;
  private final Instant asked;
  private final JsonArray steps = new JsonArray();
  private final List<Buffer> events = new ArrayList<>();
  private final Set<EventStream> readers = new LinkedHashSet<>();
  private State state = State.RUNNING;
  private String reason = "";
  private @Nullable Written report;

  /** When it is forgotten; null while it runs. */
  private @Nullable Instant expires;

  /**
   * @param url without what may be a secret of it
   */
  KeptCheck(String id, String url, Instant asked) {
    this.id = id;
    this.url = url;
    this.asked = asked;
  }

  String id() {
    return id;
  }

  boolean isRunning() {
    return state == State.RUNNING;
  }

  /** The report; null until there is one. */
  @Nullable Written report() {
    return report;
  }

  /** What listens to the steps of a way: the path itself, or that past its proxy. */
  Survey.Listener listener(boolean direct) {
    return new Survey.Listener() {
      @Override
      public void begun(String step) {
        tell("begun", new JsonObject().put("name", step).put("direct", direct).encode());
      }

      @Override
      public void ended(StepReport step) {
        JsonObject json = ReportJson.step(PathCheck.step(step));
        if (!direct) {
          steps.add(json);
        }
        tell("ended", json.copy().put("direct", direct).encode());
      }
    };
  }

  void done(Written written, Instant until) {
    state = State.DONE;
    report = written;
    expires = until;
    tell("report", written.json().toString().stripTrailing());
    end();
  }

  void failed(String why, Instant until) {
    state = State.FAILED;
    reason = why;
    expires = until;
    tell("failed", new JsonObject().put("reason", why).encode());
    end();
  }

  /** Nobody is told any more. */
  void end() {
    List.copyOf(readers).forEach(EventStream::end);
    readers.clear();
  }

  /**
   * Tells of the events so far, and of each that follows.
   *
   * @param seen how many of them are known to the reader already
   */
  void follow(EventStream reader, int seen) {
    events.stream().skip(seen).forEach(reader::send);
    if (isRunning()) {
      readers.add(reader);
    } else {
      reader.end();
    }
  }

  void leave(EventStream reader) {
    readers.remove(reader);
  }

  int events() {
    return events.size();
  }

  private void tell(String event, String data) {
    Buffer encoded =
        Buffer.buffer(
            "id: %d\nevent: %s\ndata: %s\n\n"
                .formatted(events.size() + 1, event, data.replace("\n", "\ndata: ")));
    events.add(encoded);
    readers.forEach(reader -> reader.send(encoded));
  }

  /** All that is known, the report as it is. */
  Buffer json() {
    JsonObject json =
        new JsonObject()
            .put("id", id)
            .put("url", url)
            .put("state", state.label())
            .put("asked", Instants.format(asked))
            .put("expires", expires == null ? null : Instants.format(expires))
            .put("reason", reason)
            .put("steps", steps.copy());
    Buffer text = json.toBuffer();
    Buffer known = text.getBuffer(0, text.length() - 1).appendString(",\"report\":");
    return report == null
        ? known.appendString("null}")
        : known.appendBuffer(report.json()).appendString("}");
  }
}
