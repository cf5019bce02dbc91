package io.wsgauge.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.testing.RawClient;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class PiecesIT {
  @Test
  @DisplayName("small bodies go out together, and nothing of them is lost")
  void together(Vertx vertx) throws Exception {
    AtomicInteger writes = new AtomicInteger();
    List<Buffer> bodies = Collections.nCopies(300, Buffer.buffer("a".repeat(100)));
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(
                request ->
                    Pieces.send(counting(request, writes), bodies)
                        .onFailure(e -> request.connection().close()));
    int port = server.listen(0, "127.0.0.1").await(10, TimeUnit.SECONDS).actualPort();
    try (RawClient client = RawClient.connect(port)) {
      client.sendText("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertEquals("a".repeat(30_000), client.readBody(client.readHead()));
    }
    assertEquals(4, writes.get());
  }

  private static HttpServerRequest counting(HttpServerRequest request, AtomicInteger writes) {
    HttpServerResponse response =
        with(HttpServerResponse.class, request.response(), "write", writes);
    return (HttpServerRequest)
        Proxy.newProxyInstance(
            PiecesIT.class.getClassLoader(),
            new Class<?>[] {HttpServerRequest.class},
            (proxy, method, arguments) ->
                method.getName().equals("response") ? response : method.invoke(request, arguments));
  }

  private static <T> T with(Class<T> type, T object, String counted, AtomicInteger calls) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (method.getName().equals(counted)) {
                calls.incrementAndGet();
              }
              return method.invoke(object, arguments);
            }));
  }
}
