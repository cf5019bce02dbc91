package io.wsgauge.check.bed;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.Future;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One connection through the proxy, with both of its legs on one event loop. */
final class Link {
  private final SocketChannel client;
  private final Fault fault;
  private final Map<Way, Frame.Parser> parsers = new EnumMap<>(Way.class);
  private final ByteArrayOutputStream requestHead = new ByteArrayOutputStream();
  private final ByteArrayOutputStream answerHead = new ByteArrayOutputStream();

  private final Leg up = new Leg(Way.UP);
  private final Leg down = new Leg(Way.DOWN);

  /** Where to connect to. */
  private int port;

  private SocketChannel server;
  private boolean requested;
  private boolean answered;
  private boolean open;
  private boolean cut;
  private boolean gone;
  private Head request;

  Link(SocketChannel client, Fault fault, int port) {
    this.client = client;
    this.fault = fault;
    this.port = port;
    parsers.put(Way.UP, new Frame.Parser());
    parsers.put(Way.DOWN, new Frame.Parser());
    client.pipeline().addLast(up);
  }

  /** Takes what comes of one leg. */
  private final class Leg extends ChannelInboundHandlerAdapter {
    private final Way way;
    private boolean ended;

    Leg(Way way) {
      this.way = way;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf buffer = (ByteBuf) message;
      byte[] bytes = new byte[buffer.readableBytes()];
      buffer.readBytes(bytes);
      buffer.release();
      if (way == Way.UP) {
        fromClient(bytes);
      } else {
        fromServer(bytes);
      }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof ChannelInputShutdownEvent) {
        end(false);
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      end(true);
      Future<?> unused = context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      end(false);
      goneIfEnded();
    }

    private void end(boolean reset) {
      if (!ended && !cut) {
        ended = true;
        closeIfDone();
        byte[] rest = parsers.get(way).rest();
        if (rest.length > 0) {
          send(way, rest);
        }
        fault.ended(Link.this, way, reset);
      }
    }
  }

  /** A leg whose ends are both done is closed. */
  private void closeIfDone() {
    for (Leg leg : new Leg[] {up, down}) {
      SocketChannel channel = leg == up ? client : server;
      if (leg.ended && channel != null && channel.isOutputShutdown()) {
        Future<?> unused = channel.close();
      }
    }
  }

  private void goneIfEnded() {
    if (!gone && !client.isActive() && (server == null || !server.isActive())) {
      gone = true;
      fault.gone(this);
    }
  }

  private void fromClient(byte[] bytes) {
    if (requested) {
      fault.bytes(this, Way.UP, bytes);
      return;
    }
    requestHead.writeBytes(bytes);
    int end = headEnd(requestHead.toByteArray());
    if (end < 0) {
      return;
    }
    requested = true;
    byte[] all = requestHead.toByteArray();
    request = Head.parse(new String(all, 0, end, StandardCharsets.ISO_8859_1));
    if (!request.line().endsWith(" HTTP/1.1")) {
      refuse(Head.answer("400 Bad Request", "<h1>400</h1>"));
      return;
    }
    early = Arrays.copyOfRange(all, end, all.length);
    fault.request(this, request);
  }

  /** What the client sent glued to its request; to be had once the server was asked. */
  private byte[] early = new byte[0];

  private void fromServer(byte[] bytes) {
    if (answered) {
      rest(bytes);
      return;
    }
    answerHead.writeBytes(bytes);
    byte[] all = answerHead.toByteArray();
    int end = headEnd(all);
    if (end < 0) {
      return;
    }
    answered = true;
    fault.response(this, Head.parse(new String(all, 0, end, StandardCharsets.ISO_8859_1)));
    if (end < all.length) {
      rest(Arrays.copyOfRange(all, end, all.length));
    }
  }

  private void rest(byte[] bytes) {
    if (open) {
      fault.bytes(this, Way.DOWN, bytes);
    } else {
      write(client, bytes);
    }
  }

  private static int headEnd(byte[] bytes) {
    for (int i = 3; i < bytes.length; i++) {
      if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n') {
        return i + 1;
      }
    }
    return -1;
  }

  Head request() {
    return request;
  }

  /** Asks another server. */
  void to(int otherPort) {
    port = otherPort;
  }

  /** Connects to the server and asks it. */
  void forward(Head head) {
    forward(head, early);
  }

  void forward(Head head, byte[] behind) {
    if (cut) {
      return;
    }
    ChannelFuture connected =
        new Bootstrap()
            .group(client.eventLoop())
            .channel(NioSocketChannel.class)
            .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .option(ChannelOption.TCP_NODELAY, true)
            .handler(down)
            .connect(InetAddress.getLoopbackAddress(), port);
    server = (SocketChannel) connected.channel();
    client.config().setAutoRead(false);
    connected.addListener(
        (ChannelFutureListener)
            done -> {
              client.config().setAutoRead(true);
              if (!done.isSuccess()) {
                fault.unreachable(this);
                return;
              }
              write(server, head.bytes());
              if (behind.length > 0) {
                fault.bytes(this, Way.UP, behind);
              }
            });
  }

  /** Passes an answer on; behind a 101, there are frames. */
  void answer(Head head) {
    write(client, head.bytes());
    if (head.isSwitched()) {
      open();
    }
  }

  /** From now on there are frames. */
  void open() {
    open = true;
    answered = true;
    fault.opened(this);
  }

  /** Waits for the server's answer as if none had come. */
  void awaitAnswer() {
    answered = false;
  }

  void parse(Way way, byte[] bytes) {
    Frame.Parser parser = parsers.get(way);
    parser.add(bytes);
    for (Frame frame = parser.next(); frame != null && !cut; frame = parser.next()) {
      fault.frame(this, way, frame);
    }
  }

  /** Sends bytes in that direction. */
  void send(Way way, byte[] bytes) {
    write(way == Way.UP ? server : client, bytes);
  }

  void send(Way way, Frame frame) {
    send(way, frame.bytes());
  }

  private static void write(Channel to, byte[] bytes) {
    if (to != null && to.isActive()) {
      Future<?> unused = to.writeAndFlush(Unpooled.wrappedBuffer(bytes));
    }
  }

  /** Answers and ends the connection. */
  void refuse(String answer) {
    write(client, answer.getBytes(StandardCharsets.ISO_8859_1));
    cut(false);
  }

  /** Ends the leg to which that direction leads. */
  void end(Way way, boolean reset) {
    SocketChannel to = way == Way.UP ? server : client;
    if (to == null || !to.isActive()) {
      return;
    }
    if (reset) {
      to.config().setSoLinger(0);
      Future<?> unused = to.close();
    } else {
      // behind what is still to be written
      to.writeAndFlush(Unpooled.EMPTY_BUFFER)
          .addListener(written -> to.shutdownOutput().addListener(shut -> closeIfDone()));
    }
  }

  /** Ends both legs. */
  void cut(boolean reset) {
    if (cut) {
      return;
    }
    cut = true;
    for (SocketChannel leg : new SocketChannel[] {client, server}) {
      if (leg != null && leg.isOpen()) {
        if (reset) {
          leg.config().setSoLinger(0);
        }
        leg.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
      }
    }
  }

  boolean isCut() {
    return cut;
  }

  void after(Duration time, Runnable action) {
    later(
        time,
        () -> {
          if (!gone) {
            action.run();
          }
        });
  }

  /** As {@link #after}, also when the connection is gone. */
  void later(Duration time, Runnable action) {
    Future<?> unused = client.eventLoop().schedule(action, time.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Runs it on the event loop of the connection. */
  void run(Runnable action) {
    Future<?> unused = client.eventLoop().submit(action);
  }
}
