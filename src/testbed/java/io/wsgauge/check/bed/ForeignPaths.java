package io.wsgauge.check.bed;

import java.util.List;

/**
 * Paths to a server that is no wsgauge: Debian's python3-websockets, which echoes. What it does
 * itself and what the path does cannot be told apart there, but past the path ({@code --direct}).
 */
final class ForeignPaths {
  private static final String ECHO =
      """
      import asyncio, websockets
      async def echo(connection):
          async for message in connection:
              await connection.send(message)
      async def main():
          async with websockets.serve(echo, "127.0.0.1", %d%s):
              await asyncio.Future()
      asyncio.run(main())
      """;

  private ForeignPaths() {}

  static List<ProductPath> all() {
    return List.of(
        // its largest message is 1 MiB, which is as much as is tried of a server that does not say
        path(Planted.on("python3-websockets").watched(3), ""),
        // the server's limit looks like one of the path: only likely, and the server a cause
        path(
            Planted.on("python3-websockets that takes 64 KiB")
                .finds("message-limit", "both", "bytes", 65_536),
            ", max_size=65536"),
        // what a message means is the server's matter
        path(
            Planted.on("python3-websockets that answers all as text").watched(3),
            "",
            ECHO.replace(
                "send(message)",
                "send(message if isinstance(message, str) else message.decode())")),
        path(
            Planted.on("python3-websockets that ends what it does not understand").watched(3),
            "",
            ECHO.replace("send(message)", "close(1008)")),
        // without an exchange nobody tells whether pings are answered on the way
        path(Planted.on("python3-websockets without compression"), ", compression=None"));
  }

  private static ProductPath path(Planted planted, String options) {
    return path(planted, options, ECHO);
  }

  private static ProductPath path(Planted planted, String options, String server) {
    return new ProductPath(
        planted,
        "python3",
        rig -> {
          int port = rig.port();
          String script = server.formatted(port, options);
          rig.start(rig.home("python"), port, script, "python3", "FILE");
          return "ws://127.0.0.1:" + port + "/ws";
        });
  }
}
