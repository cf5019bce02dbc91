package io.wsgauge.page;

import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.StaticHandler;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import java.util.Set;

/** The chart library uPlot from its WebJar: the files that the page needs, and no other of it. */
final class ChartFiles {
  static final String PATH = "/page/uplot/";

  private static final Set<String> SERVED =
      Set.of("dist/uPlot.esm.js", "dist/uPlot.min.css", "LICENSE");

  private ChartFiles() {}

  /** Serves them below {@link #PATH}, always to be asked for again. */
  static StaticHandler handler() {
    return StaticHandler.create("META-INF/resources/webjars/uplot/" + version())
        .setFilesReadOnly(false)
        .setMaxAgeSeconds(0);
  }

  /** Fails with 404 what is not served. */
  static void check(RoutingContext context) {
    String path = context.normalizedPath();
    if (path.startsWith(PATH) && SERVED.contains(path.substring(PATH.length()))) {
      context.next();
    } else {
      context.fail(404);
    }
  }

  private static String version() {
    Properties properties = new Properties();
    try (InputStream in = ChartFiles.class.getResourceAsStream("/wsgauge.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new IllegalStateException("unreadable in the jar: wsgauge.properties", e);
    }
    return properties.getProperty("uplot.version");
  }
}
