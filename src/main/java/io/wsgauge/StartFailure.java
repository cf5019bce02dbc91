package io.wsgauge;

import io.wsgauge.config.ConfigException;
import io.wsgauge.server.ServerConfig;
import java.io.IOException;
import java.net.UnknownHostException;

/** One line that says why the service did not start. */
final class StartFailure {
  private StartFailure() {}

  /** What kept the second port of the server from being listened on. */
  static final class Management extends Exception {
    private static final long serialVersionUID = 1;

    Management(Throwable cause) {
      super("cannot listen (server.management.host, server.management.port): " + cause, cause);
    }
  }

  static String explain(Throwable failure, Config config) {
    ServerConfig server = config.server();
    return failure instanceof Management
        ? explain(
            failure.getCause(),
            config,
            server.managementHost() + ":" + server.management().port(),
            "server.management")
        : explain(failure, config, server.host() + ":" + server.port(), "server");
  }

  private static String explain(Throwable failure, Config config, String address, String section) {
    String cannotListen = "cannot listen on " + address;
    if (failure instanceof ConfigException) {
      return failure.getMessage();
    }
    if (failure instanceof UnknownHostException) {
      return cannotListen + " (" + section + ".host): the name does not resolve";
    }
    if (failure instanceof IOException) {
      // the native transport puts the name and number of the system call in front
      return cannotListen
          + " (%1$s.host, %1$s.port): ".formatted(section)
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
