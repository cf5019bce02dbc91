package io.wsgauge.page;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.StaticHandler;
import io.wsgauge.server.RouteGroup;
import io.wsgauge.server.Routes;
import java.util.List;

/** Serves the page from the jar, at {@code /}, and what belongs to it below {@code /page}. */
public final class PageRoutes implements RouteGroup {
  /** Everything from here and nothing inline; a WebSocket anywhere, since its address is free. */
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
          + "connect-src 'self' ws: wss:; base-uri 'none'; form-action 'none'; "
          + "frame-ancestors 'none'";

  private final JsonObject settings;

  /**
   * @param socketPath where the page finds the WebSocket, at the port that it came from itself
   */
  public PageRoutes(String socketPath) {
    settings = new JsonObject().put("socketPath", socketPath);
  }

  /**
   * @param socketPort where the WebSocket is, on the host that the page came from
   */
  public PageRoutes(String socketPath, int socketPort) {
    this(socketPath);
    settings.put("socketPort", socketPort);
  }

  /** Has the page show the nodes of a cluster. */
  public PageRoutes withCluster(boolean cluster) {
    if (cluster) {
      settings.put("cluster", true);
    }
    return this;
  }

  @Override
  public void mount(Router router) {
    // to be asked for again each time, so that the page is never older than the server
    StaticHandler files = StaticHandler.create("page").setFilesReadOnly(false).setMaxAgeSeconds(0);
    Routes.get(router, "/page/settings.json").handler(context -> Routes.json(context, settings));
    for (String path : List.of("/", "/page/*")) {
      Routes.get(router, path)
          .handler(Routes::refuseAtEnd)
          .handler(PageRoutes::secure)
          .handler(files);
    }
  }

  private static void secure(RoutingContext context) {
    context
        .response()
        .putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        .putHeader("Referrer-Policy", "no-referrer");
    context.next();
  }
}
