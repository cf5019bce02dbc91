package io.wsgauge.client;

import io.vertx.core.json.JsonObject;
import io.wsgauge.status.State;
import io.wsgauge.text.Instants;
import io.wsgauge.text.Secrets;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A target's step from one state to another.
 *
 * @param url may hold credentials; what is made of it does not
 * @param at when the run ended that brought it
 * @param reason word for the failure; null without a failure, as on the way up
 * @param text sentence for the failure; null likewise
 * @param failuresInRow 0 on the way up
 * @param page where the target is shown; null where nobody knows
 */
record StateChange(
    String target,
    String url,
    Map<String, String> labels,
    String from,
    String to,
    Instant at,
    @Nullable String reason,
    @Nullable String text,
    int failuresInRow,
    @Nullable String page) {

  /** The same for who does not want to know of unstable, which then is up. */
  StateChange withoutUnstable() {
    String unstable = State.UNSTABLE.label();
    boolean works = to.equals(unstable);
    return new StateChange(
        target,
        url,
        labels,
        from.equals(unstable) ? State.UP.label() : from,
        works ? State.UP.label() : to,
        at,
        works ? null : reason,
        works ? null : text,
        works ? 0 : failuresInRow,
        page);
  }

  /** The event that a webhook reports. */
  JsonObject toJson() {
    JsonObject names = new JsonObject();
    labels.forEach(names::put);
    JsonObject data =
        new JsonObject()
            .put("target", target)
            .put("url", Secrets.mask(url))
            .put("labels", names)
            .put("from", from)
            .put("to", to);
    if (reason != null) {
      data.put("reason", reason);
    }
    if (text != null) {
      data.put("text", text);
    }
    data.put("failuresInRow", failuresInRow);
    if (page != null) {
      data.put("page", page);
    }
    return new JsonObject()
        .put("type", "state.changed")
        .put("timestamp", Instants.format(at))
        .put("data", data);
  }
}
