package io.wsgauge.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.TrustOptions;
import io.wsgauge.testing.Certificates;
import io.wsgauge.testing.RawServer;
import io.wsgauge.testing.RawServer.Peer;
import io.wsgauge.wire.BufferBudget;
import io.wsgauge.wire.Frame;
import io.wsgauge.wire.FrameChannel;
import io.wsgauge.wire.FrameListener;
import io.wsgauge.wire.Limit;
import io.wsgauge.wire.Limits;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That nothing leaks is seen by the detector of all tests. */
class RawSocketIT {
  private static final int FRAMES = 700;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path directory;

  private final Vertx vertx = Vertx.vertx();

  /** Is closed once nobody refers to it; its system holds the whole burst. */
  private final NetClient client =
      vertx.createNetClient(new NetClientOptions().setReceiveBufferSize(4 << 20));

  @AfterEach
  void stop() throws Exception {
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  /** Notes the number of each frame, until the connection ends. */
  private static final class Numbers implements FrameListener {
    private final List<Integer> received = new ArrayList<>();
    private final Promise<List<Integer>> ended = Promise.promise();

    @Override
    public void received(Frame frame) {
      received.add(frame.payload().getInt(0));
    }

    @Override
    public void closed(int code, String reason) {}

    @Override
    public void violated(int closeCode, String rule) {
      ended.tryFail(rule);
    }

    @Override
    public void failed(Throwable error) {
      ended.tryFail(error);
    }

    @Override
    public void ended() {
      ended.tryComplete(List.copyOf(received));
    }
  }

  /** Each of 1 KiB, the first bytes of which are its number. */
  private static byte[] frames() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < FRAMES; i++) {
      all.writeBytes(
          Peer.frame(0x82, Buffer.buffer().appendInt(i).appendBytes(new byte[1020]).getBytes()));
    }
    return all.toByteArray();
  }

  @Test
  @DisplayName("700 KiB of frames behind the 101, read in one turn over TLS, are handed over whole")
  void burst() throws Exception {
    Certificates.selfSigned(directory, "localhost");
    CountDownLatch written = new CountDownLatch(1);
    try (RawServer server =
        RawServer.startTls(
            Certificates.serving(directory),
            false,
            peer -> {
              String head = peer.readHead();
              peer.send(Peer.switching(head, ""), frames());
              written.countDown();
            })) {
      Context context = vertx.getOrCreateContext();
      List<Integer> numbers =
          Future.<List<Integer>>future(
                  promise ->
                      context.runOnContext(
                          v -> received(server.port(), written).onComplete(promise)))
              .await(20, TimeUnit.SECONDS);
      assertEquals(IntStream.range(0, FRAMES).boxed().toList(), numbers);
    }
  }

  private Future<List<Integer>> received(int port, CountDownLatch written) {
    Limits limits = Limits.of(Limit.ofSize("a test", 1 << 20), Limit.NONE, Limit.NONE);
    Numbers numbers = new Numbers();
    return RawSocket.connect(vertx, client, new ConnectOptions().setHost("localhost").setPort(port))
        .compose(
            socket ->
                socket
                    .secure(trusting(), "localhost")
                    .compose(v -> socket.write(upgrade()))
                    .onSuccess(v -> awaited(written))
                    .compose(v -> socket.await(all -> ResponseHead.parse(all) != null, PATIENCE))
                    .compose(
                        all -> {
                          ResponseHead head = ResponseHead.parse(all.bytes());
                          socket.handOver(channel(limits, numbers), head, null);
                          return numbers.ended.future();
                        }));
  }

  /** Blocks the event loop, so that as much as sockets hold is there for its next turn. */
  private static void awaited(CountDownLatch written) {
    try {
      assertTrue(written.await(1, TimeUnit.SECONDS) || written.getCount() > 0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static FrameChannel channel(Limits limits, FrameListener listener) {
    return new FrameChannel(
        false,
        limits,
        new FrameChannel.Timeouts(
            Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, PATIENCE),
        new BufferBudget(1 << 26),
        listener);
  }

  private static ClientSSLOptions trusting() {
    return new ClientSSLOptions()
        .setTrustOptions(
            TrustOptions.wrap(InsecureTrustManagerFactory.INSTANCE.getTrustManagers()[0]))
        .setHostnameVerificationAlgorithm("");
  }

  private static Buffer upgrade() {
    return Buffer.buffer(
        String.join(
            "\r\n",
            "GET / HTTP/1.1",
            "Host: a",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
            "",
            ""));
  }
}
