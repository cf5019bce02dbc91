package io.wsgauge.check.bed;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Products and faults before a server, for tests of other packages. */
public final class Products implements Closeable {
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Path directory;
  private final int server;
  private final Rig rig;

  /**
   * @param directory an empty one
   * @param server port of a server on the loopback address
   */
  public Products(Path directory, int server) throws Exception {
    this.directory = directory;
    this.server = server;
    rig = new Rig(directory, server);
  }

  /** Skips the test without the program, or fails it where the environment requires all. */
  public static void assume(String program) {
    String missing = "no " + program + " here";
    if (!Rig.isThere(program) && "required".equals(System.getenv("WSGAUGE_TEST_PROXIES"))) {
      throw new AssertionError(missing);
    }
    Assumptions.assumeTrue(Rig.isThere(program), missing);
  }

  /**
   * Starts what a path of the tables leads through, or skips the test.
   *
   * @return the URL of its WebSocket
   */
  public String through(String name) throws Exception {
    return through(name, rig);
  }

  private static String through(String name, Rig rig) throws Exception {
    ProductPath path =
        Stream.concat(NginxPaths.all().stream(), HaproxyPaths.all().stream())
            .filter(one -> one.toString().equals(name))
            .findFirst()
            .orElseThrow();
    assume(path.program());
    return path.opened().through(rig);
  }

  /** The same, with something behind it that takes messages up to a size. */
  public String through(String name, int mostBytes) throws Exception {
    FaultFactory limit = StreamFaults.messageLimit(EnumSet.allOf(Way.class), mostBytes, 1009);
    int limited = new FaultProxy(loops, server, limit).port();
    Rig behind = new Rig(directory.resolve("limited"), limited);
    rig.closeAlso(behind);
    return through(name, behind);
  }

  /**
   * Starts an nginx that has the whole server below a path, or skips the test.
   *
   * @param prefix such as {@code /gauge/}
   * @param more of the location, such as {@code proxy_read_timeout 2s;}
   * @return its port
   */
  public int below(String prefix, String more) throws Exception {
    assume("nginx");
    return NginxPaths.below(rig, prefix, more);
  }

  @Override
  public void close() throws IOException {
    rig.close();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
  }
}
