package io.wsgauge.cluster;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.wsgauge.handshake.Rule;
import io.wsgauge.server.Problem;
import io.wsgauge.server.RouteGroup;
import io.wsgauge.server.Routes;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/mesh}: each pair of nodes. {@code GET /api/targets?cluster=true}: the targets of
 * all nodes. Whichever node is asked, it asks the others. Thread-safe.
 */
public final class ClusterRoutes implements RouteGroup {
  /** The node; null before its start. */
  private volatile @Nullable Node node;

  private record Node(Context context, ClusterAnswers answers) {}

  /**
   * Has the node answer.
   *
   * @param context its own
   */
  void begin(Context context, ClusterAnswers answers) {
    node = new Node(context, answers);
  }

  @Override
  public void mount(Router router) {
    Routes.get(router, "/api/mesh").handler(request -> answer(request, ClusterAnswers::mesh));
    Routes.get(router, "/api/targets").handler(this::targets);
  }

  private void targets(RoutingContext request) {
    if (request.queryParam("cluster").contains("true")) {
      Set<String> names = new TreeSet<>(request.queryParam("target"));
      if (names.size() > ClusterAnswers.MAX_NAMES) {
        throw new Problem(
            Rule.CLUSTER_TARGETS,
            "%d targets are asked for, and %d may be at once"
                .formatted(names.size(), ClusterAnswers.MAX_NAMES));
      }
      answer(request, answers -> answers.targets(names));
    } else {
      request.next();
    }
  }

  private void answer(
      RoutingContext request, Function<ClusterAnswers, @Nullable Future<Buffer>> question) {
    Node started = node;
    if (started == null) {
      throw new Problem(Rule.CLUSTER, "the node is starting");
    }
    Context here = request.vertx().getOrCreateContext();
    Promise<Buffer> done = Promise.promise();
    started.context.runOnContext(
        v -> {
          Future<Buffer> answer = question.apply(started.answers);
          (answer == null ? busy() : answer).onComplete(done);
        });
    Routes.inTurn(here, done.future())
        .compose(json -> Routes.notStored(request.response(), Routes.JSON).end(json))
        .onFailure(request::fail);
  }

  private static Future<Buffer> busy() {
    return Future.failedFuture(
        new Problem(
            Rule.CLUSTER,
            "%d different questions are under way".formatted(Gathering.MAX_QUESTIONS)));
  }
}
