package io.wsgauge;

import io.wsgauge.text.ErrorText;
import io.wsgauge.text.HostPort;
import java.net.UnknownHostException;

/**
 * Why the service did not start. Its message is one line for a person, worded by whoever did what
 * failed. It has no stack trace, since the fault is not in code.
 */
final class StartFailure extends Exception {
  private static final long serialVersionUID = 1;

  private StartFailure(String message, Throwable cause) {
    super(message, cause, false, false);
  }

  /**
   * An address that could not be listened on.
   *
   * @param section of the configuration, whose keys host and port name the address
   */
  static StartFailure listening(String section, String host, int port, Throwable cause) {
    String address = "cannot listen on " + HostPort.of(host, port);
    return cause instanceof UnknownHostException
        ? new StartFailure(
            "%s (%s.host): the name does not resolve".formatted(address, section), cause)
        : new StartFailure(
            "%s (%2$s.host, %2$s.port): %3$s".formatted(address, section, ErrorText.of(cause)),
            cause);
  }

  /**
   * A section's files, which could be read when the configuration was checked, and no longer.
   *
   * @param section whose keys name them
   */
  static StartFailure reading(String section, Throwable cause) {
    return new StartFailure(
        "cannot read the files of %s: %s".formatted(section, ErrorText.of(cause)), cause);
  }
}
