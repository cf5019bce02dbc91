package io.wsgauge;

import io.wsgauge.config.ConfigException;
import java.io.IOException;
import java.net.UnknownHostException;

/** One line that says why the service did not start. */
final class StartFailure {
  private StartFailure() {}

  static String explain(Throwable failure, Config config) {
    String cannotListen =
        "cannot listen on " + config.server().host() + ":" + config.server().port();
    if (failure instanceof ConfigException) {
      return failure.getMessage();
    }
    if (failure instanceof UnknownHostException) {
      return cannotListen + " (server.host): the name does not resolve";
    }
    if (failure instanceof IOException) {
      // the native transport puts the name and number of the system call in front
      return cannotListen
          + " (server.host, server.port): "
          + failure
              .getMessage()
              .replaceFirst("^bind\\(\\.\\.\\) failed with error\\(-?\\d+\\): ", "");
    }
    if (config.server().tls().enabled()) {
      // whatever else goes wrong before a listener is there has to do with its files
      return cannotListen + " (server.tls.certificate, server.tls.key): " + failure.getMessage();
    }
    return String.valueOf(failure);
  }
}
