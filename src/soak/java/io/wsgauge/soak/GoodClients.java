package io.wsgauge.soak;

import io.wsgauge.testing.RawClient;
import io.wsgauge.testing.RawClient.Frame;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocketFactory;

/** Clients that keep to the rules while others do not: each answer is checked and timed. */
final class GoodClients {
  static final int SLOW_ESTABLISHED_MILLIS = 100;
  static final int SLOW_NEW_MILLIS = 500;
  static final int SLOW_HEALTH_MILLIS = 1000;
  private static final int SLOW_METRICS_MILLIS = 5000;

  private static final int ESTABLISHED = 4;
  private static final int CONNECT_MILLIS = 5000;
  private static final int HEALTH_MILLIS = 5000;
  private static final int READ_MILLIS = 10_000;
  private static final String PING = "89 84 00000000 70696e67";
  private static final String HELLO = "81 85 00000000 68656c6c6f";

  private static final Pattern CONNECTIONS =
      Pattern.compile("(?m)^wsgauge_server_connections (\\d+)");

  final RoundTrips established = new RoundTrips();
  final RoundTrips connected = new RoundTrips();
  final RoundTrips health = new RoundTrips();
  final RoundTrips metrics = new RoundTrips();

  private final int port;
  private final SSLSocketFactory tls;
  private final List<Thread> threads = new ArrayList<>();
  private volatile String webSockets = "-";
  private volatile boolean stopped;

  /** A status that a server at its limits may give. */
  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    Refused(String head) {
      super(head);
    }
  }

  private interface Act {
    /** Gives the nanoseconds that it took. */
    long run() throws Exception;
  }

  /**
   * @param tls null without
   */
  GoodClients(int port, SSLSocketFactory tls) {
    this.port = port;
    this.tls = tls;
    for (int i = 0; i < ESTABLISHED; i++) {
      add(
          "good-established",
          100,
          SLOW_ESTABLISHED_MILLIS,
          established,
          new Established(i % 2 == 0));
    }
    add("good-new", 300, SLOW_NEW_MILLIS, connected, this::connectOnce);
    add("good-health", 1000, SLOW_HEALTH_MILLIS, health, this::askHealth);
    add("good-metrics", 10_000, SLOW_METRICS_MILLIS, metrics, this::readMetrics);
  }

  private void add(String name, long periodMillis, long slowMillis, RoundTrips trips, Act act) {
    Thread thread = new Thread(() -> drive(periodMillis, slowMillis, trips, act), name);
    thread.setDaemon(true);
    threads.add(thread);
  }

  void start() {
    threads.forEach(Thread::start);
  }

  private void drive(long periodMillis, long slowMillis, RoundTrips trips, Act act) {
    while (!stopped) {
      long begun = System.nanoTime();
      trips.asks();
      try {
        trips.took(act.run(), slowMillis);
      } catch (Refused e) {
        trips.refused(e.getMessage());
      } catch (Exception | AssertionError e) {
        if (!stopped) {
          Throwable cause = e.getCause() == null ? e : e.getCause();
          trips.failed(cause instanceof AssertionError ? cause.getMessage() : cause.toString());
        }
      }
      trips.isDone();
      long next = begun + periodMillis * 1_000_000;
      for (long left = next - System.nanoTime(); left > 0 && !stopped; ) {
        LockSupport.parkNanos(left);
        left = next - System.nanoTime();
      }
    }
  }

  /** Does not wait for answers that are still to come. */
  void stop() {
    stopped = true;
    threads.forEach(LockSupport::unpark);
  }

  /** How many there were, as /metrics had it. */
  String webSockets() {
    return webSockets;
  }

  /** Counts the answers that are long awaited, which may never come. */
  void addWaiting() {
    established.addWaiting(SLOW_ESTABLISHED_MILLIS);
    connected.addWaiting(SLOW_NEW_MILLIS);
    health.addWaiting(SLOW_HEALTH_MILLIS);
    metrics.addWaiting(SLOW_METRICS_MILLIS);
  }

  /** In the order established, new, health, metrics. */
  List<RoundTrips> all() {
    return List.of(established, connected, health, metrics);
  }

  private RawClient connect(int readMillis) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
      socket.setSoTimeout(readMillis);
      Socket used = tls == null ? socket : tls.createSocket(socket, "localhost", port, true);
      RawClient client = RawClient.over(used);
      used.setSoTimeout(readMillis);
      return client;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private RawClient upgraded(String path) throws IOException, Refused {
    RawClient client = connect(READ_MILLIS);
    try {
      client.sendText(RawClient.upgradeRequest(path, ""));
      checkStatus(client.readHead(), "HTTP/1.1 101 ");
      return client;
    } catch (RuntimeException | Refused | AssertionError e) {
      client.close();
      throw e;
    }
  }

  private static void checkStatus(String head, String status) throws Refused {
    if (head.startsWith("HTTP/1.1 503 ") || head.startsWith("HTTP/1.1 429 ")) {
      throw new Refused(head.substring(0, 12));
    }
    Soak.check(head.startsWith(status), "answered with " + head);
  }

  /** Half of them are echoed; each message is followed by a ping. */
  private final class Established implements Act {
    private final boolean echoes;
    private RawClient client;

    Established(boolean echoes) {
      this.echoes = echoes;
    }

    @Override
    public long run() throws Exception {
      if (client == null) {
        client = upgraded(echoes ? "/ws?reply=echo" : "/ws");
      }
      try {
        long begun = System.nanoTime();
        client.sendHex(HELLO);
        checkFrame(client.readFrame(), 0x81, echoes ? "hello" : "hello, i am server");
        long took = System.nanoTime() - begun;
        client.sendHex(PING);
        checkFrame(client.readFrame(), 0x8a, "ping");
        return took;
      } catch (RuntimeException | AssertionError e) {
        client.close();
        client = null;
        throw e;
      }
    }
  }

  private static void checkFrame(Frame frame, int firstByte, String payload) {
    if (frame.opcode() == 8) {
      throw new AssertionError("closed with " + frame.closeCode() + " " + frame.closeReason());
    }
    Soak.check(
        frame.firstByte() == firstByte && frame.text().equals(payload),
        "another message: " + frame.text());
  }

  private long connectOnce() throws IOException, Refused {
    long begun = System.nanoTime();
    try (RawClient client = upgraded("/ws")) {
      client.sendHex(HELLO);
      checkFrame(client.readFrame(), 0x81, "hello, i am server");
      return System.nanoTime() - begun;
    }
  }

  long askHealth() throws IOException, Refused {
    long begun = System.nanoTime();
    try (RawClient client = connect(HEALTH_MILLIS)) {
      client.sendText(Hostile.get("/health/live"));
      String head = client.readHead();
      Soak.check(head.startsWith("HTTP/1.1 200 "), "answered with " + head);
      return System.nanoTime() - begun;
    }
  }

  private long readMetrics() throws IOException, Refused {
    long begun = System.nanoTime();
    String answer = readAnswer("/metrics");
    checkStatus(answer, "HTTP/1.1 200 ");
    Matcher matcher = CONNECTIONS.matcher(answer);
    Soak.check(matcher.find(), "not all of /metrics");
    webSockets = matcher.group(1);
    return System.nanoTime() - begun;
  }

  private String readAnswer(String path) throws IOException {
    try (RawClient client = connect(READ_MILLIS)) {
      client.sendText("GET " + path + Hostile.HOST + "Connection: close\r\n\r\n");
      return client.readToEnd();
    }
  }
}
