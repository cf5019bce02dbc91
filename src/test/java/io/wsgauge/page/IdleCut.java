package io.wsgauge.page;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServerOptions;
import java.util.concurrent.TimeUnit;

/** Something between a browser and a server that passes bytes, and cuts what is idle. */
final class IdleCut {
  private IdleCut() {}

  /**
   * @return its port, on 127.0.0.1
   */
  static int start(Vertx vertx, int serverPort, int idleMillis) throws Exception {
    NetServerOptions options =
        new NetServerOptions()
            .setHost("127.0.0.1")
            .setIdleTimeout(idleMillis)
            .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
    NetClient client = vertx.createNetClient();
    return vertx
        .createNetServer(options)
        .connectHandler(
            incoming -> {
              incoming.pause();
              client
                  .connect(serverPort, "127.0.0.1")
                  .onSuccess(
                      outgoing -> {
                        incoming.pipeTo(outgoing);
                        outgoing.pipeTo(incoming);
                        incoming.resume();
                      })
                  .onFailure(refused -> incoming.close());
            })
        .listen(0)
        .await(10, TimeUnit.SECONDS)
        .actualPort();
  }
}
