package io.wsgauge.soak;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wsgauge.testing.Certificates;
import io.wsgauge.testing.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocketFactory;

/** The jar in a process of its own, attacked. */
final class Victim implements AutoCloseable {
  /** At a stop, how long the service lets connections end by themselves. */
  private static final int SHUTDOWN_SECONDS = 5;

  static final int LONGEST_STOP_MILLIS = (SHUTDOWN_SECONDS + 2) * 1000;

  private static final int LONGEST_END_MILLIS = 20_000;
  private static final int LONGEST_START_MILLIS = 180_000;
  private static final Pattern PAGE = Pattern.compile("page +https?://[^:]+:(\\d+)/");
  private static final Pattern RESIDENT = Pattern.compile("Vm(RSS|HWM):\\s+(\\d+) kB");

  private final ServiceProcess process;
  private final int port;
  private final boolean tls;
  private long peak;

  /**
   * Starts it, and waits until it listens.
   *
   * @param targets that refuse to be connected to, beside itself
   * @param more configuration that this attack needs
   */
  Victim(AttackOptions options, int targets, JsonObject more) throws Exception {
    tls = options.tls();
    Path directory = Files.createTempDirectory("wsgauge-attack");
    JsonObject conf = configuration(targets).mergeIn(more, true);
    if (tls) {
      Certificates.selfSigned(directory, "localhost");
      conf.getJsonObject("server")
          .put("tls", new JsonObject().put("certificate", "certificate.pem").put("key", "key.pem"));
    }
    conf.mergeIn(options.conf(), true);
    Files.writeString(directory.resolve("attack.json"), conf.encode());
    List<String> command = new ArrayList<>();
    command.add(options.java().resolve("bin/java").toString());
    command.addAll(options.jvm());
    command.addAll(List.of("-jar", options.jar().toString(), "-conf", "attack.json"));
    process = ServiceProcess.command(directory, Map.of(), command);
    Runtime.getRuntime().addShutdownHook(new Thread(process::close)); // Ctrl-C
    port = awaitPort();
  }

  /** The machine may be so loaded that a start takes long. */
  private int awaitPort() throws IOException, InterruptedException {
    long end = System.nanoTime() + LONGEST_START_MILLIS * 1_000_000L;
    while (process.isAlive() && System.nanoTime() < end) {
      for (String line : process.lines()) {
        Matcher matcher = PAGE.matcher(line);
        if (matcher.find()) {
          return Integer.parseInt(matcher.group(1));
        }
      }
      Thread.sleep(10);
    }
    process.close();
    throw new IOException("does not start:\n" + String.join("\n", process.lines()));
  }

  private static JsonObject configuration(int targets) {
    JsonArray all = new JsonArray().add(target("self", "self", "1s"));
    for (int i = 0; i < targets; i++) {
      all.add(target("target-number-" + i, "ws://127.0.0.1:1/ws", "10s"));
    }
    return new JsonObject()
        .put(
            "server",
            new JsonObject()
                .put("host", "127.0.0.1")
                .put("port", 0)
                .put("shutdownTimeout", SHUTDOWN_SECONDS + "s"))
        .put("client", new JsonObject().put("targets", all));
  }

  private static JsonObject target(String name, String url, String interval) {
    return new JsonObject().put("name", name).put("url", url).put("interval", interval);
  }

  int port() {
    return port;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  SSLSocketFactory sockets() throws GeneralSecurityException {
    return tls ? Certificates.trustingAll().getSocketFactory() : null;
  }

  SslContext channels() throws IOException {
    return tls
        ? SslContextBuilder.forClient()
            .trustManager(InsecureTrustManagerFactory.INSTANCE)
            .endpointIdentificationAlgorithm(null)
            .build()
        : null;
  }

  /** Resident MiB now, and the most that was seen at any of these calls or before. */
  long residentMebibytes() {
    try {
      long now = 0;
      Matcher matcher =
          RESIDENT.matcher(Files.readString(Path.of("/proc/" + process.pid() + "/status")));
      while (matcher.find()) {
        long mebibytes = Long.parseLong(matcher.group(2)) / 1024;
        peak = Math.max(peak, mebibytes);
        now = matcher.group(1).equals("RSS") ? mebibytes : now;
      }
      return now;
    } catch (IOException e) {
      return 0; // it has ended
    }
  }

  long peakMebibytes() {
    return peak;
  }

  /** Sends SIGTERM, and gives the milliseconds to its end, or -1 if that did not come. */
  long terminate() throws IOException, InterruptedException {
    long begun = System.nanoTime();
    process.signal("TERM");
    while (process.isAlive() && (System.nanoTime() - begun) / 1_000_000 < LONGEST_END_MILLIS) {
      Thread.sleep(10);
    }
    return process.isAlive() ? -1 : (System.nanoTime() - begun) / 1_000_000;
  }

  /** Writes what it printed. */
  void writeLog(Path file) throws IOException {
    Files.write(file, process.lines());
  }

  /** How often it logged an ERROR. */
  long errors() {
    return process.lines().stream().filter(line -> line.contains(" ERROR ")).count();
  }

  @Override
  public void close() {
    process.close();
  }
}
