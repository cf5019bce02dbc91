package bench;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;

/** Vert.x as it comes, on the native transport. Usage: EchoVertx PORT */
public final class EchoVertx {
  public static void main(String[] args) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setMaxWebSocketFrameSize(1 << 20)
            .setMaxWebSocketMessageSize(1 << 20)
            .setAcceptBacklog(4096);
    Vertx.vertx(new VertxOptions().setPreferNativeTransport(true))
        .createHttpServer(options)
        .webSocketHandler(socket -> socket.frameHandler(socket::writeFrame))
        .listen(Integer.parseInt(args[0]), "127.0.0.1")
        .onFailure(failure -> System.exit(1));
  }
}
