package io.wsgauge.check.step;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Frame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.vertx.core.json.JsonObject;
import io.wsgauge.command.TestShell;
import io.wsgauge.testing.Certificates;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a server of WebSockets over HTTP/1.1 that speaks HTTP/2 as well. */
class Http2StepIT {
  /** {@code SETTINGS_ENABLE_CONNECT_PROTOCOL} (RFC 8441, section 3). */
  private static final char ENABLE_CONNECT_PROTOCOL = 8;

  @TempDir Path directory;

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final List<String> asked = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
  }

  /**
   * @param offered whether its settings have the extended CONNECT
   * @param status to answer that with; empty resets the stream
   * @return its port
   */
  private int start(boolean offered, String status) throws Exception {
    Certificates.selfSigned(directory, "localhost");
    SslContext tls =
        SslContextBuilder.forServer(
                directory.resolve("certificate.pem").toFile(),
                directory.resolve("key.pem").toFile())
            .applicationProtocolConfig(
                new ApplicationProtocolConfig(
                    ApplicationProtocolConfig.Protocol.ALPN,
                    ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                    ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                    ApplicationProtocolNames.HTTP_2,
                    ApplicationProtocolNames.HTTP_1_1))
            .build();
    Channel listener =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    channel
                        .pipeline()
                        .addLast(tls.newHandler(channel.alloc()), negotiated(offered, status));
                  }
                })
            .bind(InetAddress.getLoopbackAddress(), 0)
            .sync()
            .channel();
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  private ApplicationProtocolNegotiationHandler negotiated(boolean offered, String status) {
    return new ApplicationProtocolNegotiationHandler(ApplicationProtocolNames.HTTP_1_1) {
      @Override
      protected void configurePipeline(ChannelHandlerContext context, String protocol) {
        if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
          Http2Settings settings = Http2Settings.defaultSettings();
          if (offered) {
            settings.put(ENABLE_CONNECT_PROTOCOL, Long.valueOf(1));
          }
          context
              .pipeline()
              .addLast(
                  Http2FrameCodecBuilder.forServer().initialSettings(settings).build(),
                  answering(status));
        } else {
          context
              .pipeline()
              .addLast(
                  new HttpServerCodec(),
                  new HttpObjectAggregator(65_536),
                  new WebSocketServerProtocolHandler("/", null, false, 1 << 20, false, true),
                  echo());
        }
      }

      @Override
      protected void handshakeFailure(ChannelHandlerContext context, Throwable cause) {
        Future<?> unused = context.close(); // as of a hello that asks for an old version
      }
    };
  }

  private SimpleChannelInboundHandler<Http2Frame> answering(String status) {
    return new SimpleChannelInboundHandler<>() {
      @Override
      protected void channelRead0(ChannelHandlerContext context, Http2Frame frame) {
        if (frame instanceof Http2HeadersFrame request) {
          asked.add(request.headers().method() + " " + request.headers().get(":protocol"));
          Future<?> unused =
              context.writeAndFlush(
                  (status.isEmpty()
                          ? new DefaultHttp2ResetFrame(Http2Error.REFUSED_STREAM)
                          : new DefaultHttp2HeadersFrame(new DefaultHttp2Headers().status(status)))
                      .stream(request.stream()));
        }
      }
    };
  }

  private static SimpleChannelInboundHandler<TextWebSocketFrame> echo() {
    return new SimpleChannelInboundHandler<>() {
      @Override
      protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) {
        Future<?> unused = context.writeAndFlush(ReferenceCountUtil.retain(frame));
      }
    };
  }

  private JsonObject check(int port) {
    TestShell shell = new TestShell();
    shell.run(
        "check",
        "--quick",
        "--json",
        "--insecure",
        "--only",
        "http2",
        "wss://localhost:" + port + "/");
    return new JsonObject(String.join("\n", shell.out()));
  }

  private static List<String> found(JsonObject report) {
    return report.getJsonArray("findings").stream()
        .map(JsonObject.class::cast)
        .filter(finding -> finding.getString("id").startsWith("h2"))
        .map(finding -> finding.getString("id") + " " + finding.getJsonObject("value").encode())
        .toList();
  }

  @Test
  @DisplayName("a WebSocket over HTTP/2 that is offered and opens is no finding")
  void works() throws Exception {
    JsonObject report = check(start(true, "200"));
    assertEquals(List.of(), found(report), report::encodePrettily);
    assertEquals(List.of("CONNECT websocket"), asked);
  }

  @Test
  @DisplayName("one that is offered and refused is found with its status")
  void refused() throws Exception {
    JsonObject report = check(start(true, "501"));
    assertEquals(1, found(report).size(), report::encodePrettily);
    assertEquals(true, found(report).get(0).contains("501"), report::encodePrettily);
  }

  @Test
  @DisplayName("one that is offered and whose stream is reset is found")
  void reset() throws Exception {
    JsonObject report = check(start(true, ""));
    assertEquals(1, found(report).size(), report::encodePrettily);
  }

  @Test
  @DisplayName("HTTP/2 without the extended CONNECT is no finding, and none is tried")
  void notOffered() throws Exception {
    JsonObject report = check(start(false, "200"));
    assertEquals(List.of(), found(report), report::encodePrettily);
    assertEquals(List.of(), asked);
  }
}
