package io.wsgauge.cluster;

import io.wsgauge.text.ErrorText;
import io.wsgauge.text.HostPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;

/** The addresses of this machine by which others could reach it. */
final class OwnAddress {
  private OwnAddress() {}

  /**
   * The addresses that are none of the loopback, nor of one link alone; IPv4 where there is any.
   */
  static List<String> all() {
    try {
      List<InetAddress> found =
          NetworkInterface.networkInterfaces()
              .flatMap(NetworkInterface::inetAddresses)
              .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
              .toList();
      List<String> v4 =
          found.stream()
              .filter(address -> address.getAddress().length == 4)
              .map(InetAddress::getHostAddress)
              .sorted()
              .toList();
      return v4.isEmpty() ? found.stream().map(InetAddress::getHostAddress).sorted().toList() : v4;
    } catch (SocketException e) {
      return List.of();
    }
  }

  /**
   * Whether the ports can be listened on, which the engine would tell by a trace of its own.
   *
   * @throws IOException with the address and the key that names it
   */
  static void check(String address, Map<String, Integer> ports) throws IOException {
    for (Map.Entry<String, Integer> port : ports.entrySet()) {
      try (ServerSocket socket = new ServerSocket()) {
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(address, port.getValue()));
      } catch (IOException e) {
        throw new IOException(
            "cannot listen on %s (%s): %s"
                .formatted(HostPort.of(address, port.getValue()), port.getKey(), ErrorText.of(e)),
            e);
      }
    }
  }

  /** The one that is configured, or the one that there is; the loopback where there is none. */
  static String choose(String configured) throws UnknownHostException {
    if (!configured.isEmpty()) {
      return InetAddress.getByName(configured).getHostAddress();
    }
    return all().stream().findFirst().orElse("127.0.0.1");
  }
}
