package io.wsgauge.scenario;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.wsgauge.handshake.Refusal;
import io.wsgauge.handshake.Rule;
import io.wsgauge.handshake.UpgradeRequest;
import io.wsgauge.server.RouteGroup;
import io.wsgauge.server.Routes;
import io.wsgauge.socket.BehaviourSelector;
import io.wsgauge.socket.BehaviourSelector.Refused;
import io.wsgauge.socket.ConnectionRecords;
import io.wsgauge.socket.SocketConfig;
import java.util.List;
import java.util.Optional;

/**
 * Lets the query of a handshake choose how the server behaves on that connection. {@code GET
 * /scenarios} lists what there is, {@code GET /info} reports what the server sees. Thread-safe.
 */
public final class Scenarios implements BehaviourSelector, RouteGroup {
  private final boolean enabled;
  private final boolean records;
  private final RequestInfo info;
  private final List<OptionGroup> parts;
  private final ScenarioParser parser;

  /**
   * @param node the server's name
   * @param records that a client may ask for
   */
  public Scenarios(
      ScenarioConfig config, String node, SocketConfig socket, ConnectionRecords records) {
    this.enabled = config.enabled();
    this.records = records.areKept();
    this.info = new RequestInfo(node, socket, config);
    ReplyOptions reply =
        new ReplyOptions(config, info, new RecordJson(node), records, socket.reply());
    this.parts =
        List.of(
            reply,
            new TrafficOptions(config, socket.maxMessageSize(), reply::fragments),
            new CloseOptions(),
            new HandshakeOptions(config),
            new ViolationOptions(config));
    this.parser = new ScenarioParser(parts);
  }

  @Override
  public Optional<Choice> choose(UpgradeRequest handshake) {
    if (!enabled || handshake.query().isEmpty()) {
      return Optional.empty();
    }
    try {
      Scenario scenario = parser.parse(handshake.query());
      ConnectionPlan plan = new ConnectionPlan(handshake);
      parts.forEach(part -> part.plan(scenario, plan));
      return Optional.of(plan.choice());
    } catch (ScenarioException e) {
      return Optional.of(new Refused(new Refusal(Rule.SCENARIO, String.valueOf(e.getMessage()))));
    }
  }

  /** All keys that there are. */
  List<Parameter<?>> parameters() {
    return parts.stream().<Parameter<?>>flatMap(part -> part.parameters().stream()).toList();
  }

  @Override
  public void mount(Router router) {
    if (enabled) {
      Routes.get(router, "/scenarios").handler(this::list);
    }
  }

  /** {@code GET /info}: what the server sees of that very request. */
  public RouteGroup info() {
    return router -> {
      if (enabled) {
        Routes.get(router, "/info").handler(this::tell);
      }
    };
  }

  private void list(RoutingContext context) {
    JsonArray list = new JsonArray();
    for (OptionGroup part : parts) {
      for (Parameter<?> parameter : part.parameters()) {
        list.add(parameter.json().put("group", part.name()).put("allowed", part.isAllowed()));
      }
    }
    Routes.json(context, new JsonObject().put("parameters", list).put("records", records));
  }

  private void tell(RoutingContext context) {
    Routes.json(context, info.of(UpgradeRequest.of(context.request())));
  }
}
