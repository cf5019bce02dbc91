package io.wsgauge;

import io.wsgauge.config.ConfigException;
import java.net.BindException;
import java.net.UnknownHostException;

/** One line that says why the service did not start. */
final class StartFailure {
  private StartFailure() {}

  static String explain(Throwable failure, Config config) {
    String address = config.server().host() + ":" + config.server().port();
    if (failure instanceof ConfigException) {
      return failure.getMessage();
    }
    if (failure instanceof BindException) {
      return "cannot listen on " + address + " (server.host, server.port): " + failure.getMessage();
    }
    if (failure instanceof UnknownHostException) {
      return "cannot listen on " + address + " (server.host): the name does not resolve";
    }
    return String.valueOf(failure);
  }
}
