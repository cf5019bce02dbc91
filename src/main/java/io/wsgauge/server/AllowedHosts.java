package io.wsgauge.server;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.wsgauge.handshake.Rule;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Lets on to the routes that are mounted after it only who asks for one of the server's own names:
 * a browser that another site has given this server's address for its own name (DNS rebinding) asks
 * for that name. Any other is answered with 421 (RFC 9110, section 7.4). Ports do not count.
 */
public final class AllowedHosts implements RouteGroup {
  /**
   * The authority of a request target in absolute form, which goes before Host (RFC 9112, section
   * 3.2.2).
   */
  private static final Pattern AUTHORITY = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://([^/?#]*).*");

  private static final Pattern HOST = Pattern.compile("(\\[[^\\]]*]|[^:]*?)\\.?(?::[0-9]*)?");

  private final String except;
  private final Set<String> names;

  /**
   * @param names of hosts; with * among them all are let on
   * @param except a path that is for any host
   */
  public AllowedHosts(List<String> names, String except) {
    this.except = except;
    this.names =
        names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
  }

  @Override
  public void mount(Router router) {
    if (!names.contains("*")) {
      router.route().handler(this::check);
    }
  }

  private void check(RoutingContext context) {
    String asked = asked(context.request());
    Matcher host = HOST.matcher(asked);
    if (except.equals(context.request().path())
        || (host.matches() && names.contains(host.group(1).toLowerCase(Locale.ROOT)))) {
      context.next();
    } else {
      String what = asked.isEmpty() ? "no host" : "host " + asked;
      throw new Problem(Rule.ALLOWED_HOSTS, what + " is not one of server.allowedHosts");
    }
  }

  /** What is asked for, with its port; empty where nothing is. */
  private static String asked(HttpServerRequest request) {
    Matcher target = AUTHORITY.matcher(request.uri());
    if (target.matches()) {
      return target.group(1);
    }
    List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
    return String.join(", ", hosts); // several are no name
  }
}
