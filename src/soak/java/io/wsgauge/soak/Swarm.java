package io.wsgauge.soak;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.ScheduledFuture;
import io.wsgauge.soak.Attack.Reads;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The connections of one attack, all on one event loop: where one ends, another is opened. One
 * lives half a minute at most, so that those that do not see their end are renewed as well.
 */
final class Swarm {
  private static final int TICK_MILLIS = 20;
  private static final int LIFE_MILLIS = 30_000;
  private static final int SMALL_WINDOW = 2048;
  private static final int CONNECT_MILLIS = 5000;

  private final Attack attack;
  private final int most;
  private final double opens;
  private final long bytesPerSecond;
  private final EventLoop loop;
  private final Random random;
  private final Bootstrap bootstrap = new Bootstrap();
  private final Set<Channel> channels = new HashSet<>();
  private final AtomicLong opened = new AtomicLong();
  private final AtomicLong sent = new AtomicLong();
  private double openable;
  private double sendable;
  private ScheduledFuture<?> tick;

  /**
   * @param share of the attack's connections, 1 being all
   * @param bytesPerSecond that all of them may send
   * @param tls null without
   */
  Swarm(
      Attack attack, double share, long bytesPerSecond, EventLoop loop, SslContext tls, long seed) {
    this.attack = attack;
    this.most = (int) Math.ceil(attack.connections * share);
    this.opens = attack.opens * share;
    this.bytesPerSecond = bytesPerSecond;
    this.loop = loop;
    random = new Random(seed);
    boolean all = attack.reads == Reads.ALL;
    bootstrap
        .group(loop)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(
            ChannelOption.RECVBUF_ALLOCATOR,
            all ? new AdaptiveRecvByteBufAllocator() : new FixedRecvByteBufAllocator(64));
    if (!all) {
      bootstrap.option(ChannelOption.SO_RCVBUF, SMALL_WINDOW);
    }
    bootstrap.handler(
        new ChannelInitializer<SocketChannel>() {
          @Override
          protected void initChannel(SocketChannel channel) {
            boolean wrapped = tls != null && !attack.raw;
            if (wrapped) {
              channel.pipeline().addLast(tls.newHandler(channel.alloc()));
            }
            channel.pipeline().addLast(new HostilePeer(attack, Swarm.this, wrapped));
          }
        });
  }

  /** To be called once more only after {@link #stop}. */
  void start(int port) {
    bootstrap.remoteAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    openable = 0;
    tick = loop.scheduleAtFixedRate(this::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void tick() {
    sendable = Math.min(sendable + bytesPerSecond * TICK_MILLIS / 1e3, bytesPerSecond / 5.0);
    openable = Math.min(openable + opens * TICK_MILLIS / 1e3, opens / 10 + 1);
    for (; openable >= 1 && channels.size() < most; openable--) {
      Channel channel = bootstrap.connect().channel();
      channels.add(channel);
      ScheduledFuture<?> life =
          loop.schedule(
              () -> end(channel),
              LIFE_MILLIS / 2 + random.nextInt(LIFE_MILLIS / 2),
              TimeUnit.MILLISECONDS);
      channel
          .closeFuture()
          .addListener(
              closed -> {
                life.cancel(false);
                channels.remove(channel);
              });
    }
  }

  /** Whether so many bytes may be sent now; those of one block may exceed what is left. */
  boolean maySend(int bytes) {
    if (sendable <= 0) {
      return false;
    }
    hasSent(bytes);
    return true;
  }

  void hasSent(int bytes) {
    sendable -= bytes;
    sent.addAndGet(bytes);
  }

  void hasOpened() {
    opened.incrementAndGet();
  }

  /** Ends what is open, and waits for it. */
  void stop() throws InterruptedException {
    loop.submit(
            () -> {
              tick.cancel(false);
              for (Channel channel : List.copyOf(channels)) {
                end(channel); // which takes it out of them
              }
            })
        .sync();
  }

  private static void end(Channel channel) {
    channel.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
  }

  long opened() {
    return opened.get();
  }

  long sent() {
    return sent.get();
  }

  @Override
  public String toString() {
    return attack.name + " " + opened + "/" + (sent.get() >> 20) + "M";
  }
}
