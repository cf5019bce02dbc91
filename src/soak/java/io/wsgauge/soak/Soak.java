package io.wsgauge.soak;

import io.wsgauge.soak.Gauge.Sample;
import io.wsgauge.testing.ServiceProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.management.JMException;

/**
 * Drives the jar for some minutes, and ends with 1 when an answer was wrong or when it holds more
 * at the end, nobody being there, than it may: {@code src/soak/run [MINUTES [SEED]]}.
 */
public final class Soak {
  static final int MAX_MESSAGE_SIZE = 1_000_000;
  static final int MAX_FRAGMENTS = 100;

  /** Those of the first minute are what it needs at work; more is allowed for what varies. */
  private static final long MORE_HEAP = 8 << 20;

  private static final long MORE_DIRECT = 16 << 20;
  private static final long MORE_THREADS = 4;
  private static final long MORE_DESCRIPTORS = 10;

  private static final int SAMPLES_PER_MINUTE = 2;
  private static final long SAMPLE_MILLIS = 60_000 / SAMPLES_PER_MINUTE;

  private static final List<String> COMMAND =
      List.of(
          "-Xmx256m",
          "-Dio.netty.maxDirectMemory=0", // so that the JVM sees Netty's direct memory
          "-jar",
          ServiceProcess.JAR.toString());

  private static final Map<String, String> ENVIRONMENT =
      Map.ofEntries(
          Map.entry("WSGAUGE_CLIENT_ENABLED", "false"),
          Map.entry("WSGAUGE_SERVER_HOST", "127.0.0.1"),
          Map.entry("WSGAUGE_SERVER_REQUEST_TIMEOUT", "2s"),
          Map.entry("WSGAUGE_SERVER_SHUTDOWN_TIMEOUT", "2s"),
          Map.entry("WSGAUGE_SOCKET_REPLY_MODE", "echo"),
          Map.entry("WSGAUGE_SOCKET_MAX_CONNECTIONS", "2000"),
          Map.entry("WSGAUGE_SOCKET_MAX_CONNECTIONS_PER_ADDRESS", "1000"),
          Map.entry("WSGAUGE_SOCKET_MAX_MESSAGE_SIZE", Integer.toString(MAX_MESSAGE_SIZE)),
          Map.entry("WSGAUGE_SOCKET_MAX_FRAGMENTS", Integer.toString(MAX_FRAGMENTS)),
          Map.entry("WSGAUGE_SOCKET_MAX_FRAMES_PER_SECOND", "100000"),
          Map.entry("WSGAUGE_SOCKET_MAX_BYTES_PER_SECOND", "2000000000"),
          Map.entry("WSGAUGE_SOCKET_WRITE_TIMEOUT", "3s"),
          Map.entry("WSGAUGE_SOCKET_CLOSE_TIMEOUT", "1s"),
          Map.entry("WSGAUGE_SOCKET_IDLE_TIMEOUT", "60s"),
          Map.entry("WSGAUGE_SOCKET_LOG_MESSAGES_PER_SECOND", "1"));

  private Soak() {}

  public static void main(String[] args) throws Exception {
    if (args.length > 0 && args[0].startsWith("--")) {
      AttackMain.main(List.of(args));
    }
    int minutes = args.length > 0 ? Integer.parseInt(args[0]) : 15;
    long seed = args.length > 1 ? Long.parseLong(args[1]) : 1;
    System.out.println(minutes + " minutes, seed " + seed);
    List<String> faults;
    try (ServiceProcess service = ServiceProcess.java(Path.of("."), ENVIRONMENT, COMMAND)) {
      Runtime.getRuntime().addShutdownHook(new Thread(service::close)); // Ctrl-C
      faults = run(service, Math.max(2, minutes), seed);
    }
    faults.forEach(System.out::println);
    System.out.println(faults.isEmpty() ? "nothing was wrong" : "failed");
    System.exit(faults.isEmpty() ? 0 : 1);
  }

  /** Gives what was wrong. */
  private static List<String> run(ServiceProcess service, int minutes, long seed) throws Exception {
    int port = service.awaitPort();
    Load load = new Load(seed);
    load.add("messages echoed", 300, new EchoPeers(port));
    load.add("orderly closes", 40, Peers.orderly(port));
    load.add("bad frames", 30, Peers.bad(port));
    load.add("resets", 30, Peers.resets(port));
    load.add("half handshakes", 20, Peers.halfHandshakes(port));
    load.add("slow heads", 5, Peers.slowHeads(port));
    load.add("refusals", 10, Peers.refused(port));
    load.add("floods of pings", 2, Peers.pingFloods(port));
    load.add("stopped readers", 0.25, Peers.stoppedReaders(port));
    try (Gauge gauge = Gauge.of(service.pid())) {
      System.out.println("    time  " + Sample.HEADINGS);
      Sample idle = sample(gauge, "idle");
      load.start();
      Sample first = null;
      for (int i = 1; i <= minutes * SAMPLES_PER_MINUTE && service.isAlive(); i++) {
        Thread.sleep(SAMPLE_MILLIS);
        Sample now = sample(gauge, i * SAMPLE_MILLIS / 1000 + " s");
        first = i == SAMPLES_PER_MINUTE ? now : first;
      }
      load.stop();
      Thread.sleep(SAMPLE_MILLIS); // longer than each timeout
      Sample end = sample(gauge, "end");
      System.out.println(load);
      List<String> faults = new ArrayList<>(load.failures());
      compare("heap", end.heap(), first.heap() + MORE_HEAP, faults);
      compare("direct memory", end.direct(), first.direct() + MORE_DIRECT, faults);
      compare("threads", end.threads(), first.threads() + MORE_THREADS, faults);
      compare("descriptors", end.descriptors(), idle.descriptors() + MORE_DESCRIPTORS, faults);
      compare("WebSockets", end.sockets(), 0, faults);
      return faults;
    }
  }

  private static Sample sample(Gauge gauge, String time) throws IOException, JMException {
    Sample sample = gauge.take();
    System.out.printf("%8s  %s%n", time, sample);
    return sample;
  }

  private static void compare(String what, long end, long most, List<String> faults) {
    if (end > most) {
      faults.add(what + ": " + end + " at the end, where " + most + " is allowed");
    }
  }

  /** Throws an error of that text where it does not hold. */
  static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
