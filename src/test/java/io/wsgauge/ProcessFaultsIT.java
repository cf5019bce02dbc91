package io.wsgauge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsgauge.testing.FakeClock;
import io.wsgauge.testing.Ports;
import io.wsgauge.testing.RawClient;
import io.wsgauge.testing.ServiceProcess;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fat jar on a machine that has a fault: its disk, its file descriptors, its clock. */
class ProcessFaultsIT {
  private static final int FINAL = 0x80;
  private static final int TEXT = 1;
  private static final int DESCRIPTORS = 200;
  private static final int MOST_LINES = 60;

  @TempDir Path directory;

  private static void assertAnswers(RawClient client) {
    client.sendFrame(FINAL | TEXT, "hi".getBytes(StandardCharsets.UTF_8));
    assertEquals("hello, i am server", client.readFrame().text());
  }

  @Test
  @DisplayName("a full disk below the log costs the log, and nothing else")
  void fullDisk() throws Exception {
    Assumptions.assumeTrue(Files.exists(Path.of("/dev/full")), "there is no /dev/full");
    int port = Ports.free();
    try (ServiceProcess service =
        ServiceProcess.shell(
            directory,
            Map.of("WSGAUGE_SERVER_PORT", Integer.toString(port)),
            "exec \"$@\" > /dev/full")) {
      try (RawClient client = awaitListening(port)) {
        for (int i = 0; i < 100; i++) {
          assertAnswers(client);
        }
      }
      service.signal("TERM");
      assertEquals(0, service.awaitExit());
      assertEquals(List.of(), service.lines());
    }
  }

  /** Its log, which would tell the port, is not to be seen. */
  private static RawClient awaitListening(int port) {
    long end = System.nanoTime() + 30_000_000_000L;
    while (true) {
      try {
        return RawClient.upgraded(port, "/ws");
      } catch (UncheckedIOException e) {
        if (System.nanoTime() > end) {
          throw e;
        }
      }
    }
  }

  @Test
  @DisplayName(
      "without file descriptors it serves those who are in, and others when there are some again")
  void noDescriptors() throws Exception {
    try (ServiceProcess service =
        ServiceProcess.shell(
            directory,
            Map.of("WSGAUGE_SERVER_PORT", "0", "WSGAUGE_CLIENT_TARGETS", "[]"),
            "ulimit -n " + DESCRIPTORS + "; exec \"$@\"")) {
      int port = service.awaitPort();
      List<RawClient> waiting = new ArrayList<>();
      try (RawClient open = RawClient.upgraded(port, "/ws")) {
        for (int i = 0; i < DESCRIPTORS; i++) {
          waiting.add(RawClient.connect(port)); // the kernel does, if not the server
        }
        service.awaitLines("Too many open files", 3);
        assertAnswers(open);
      } finally {
        waiting.forEach(RawClient::reset);
      }
      RawClient.awaitUpgrade(port, "/ws").close();
      service.signal("TERM");
      assertEquals(0, service.awaitExit());
      assertTrue(service.lines().size() < MOST_LINES, () -> String.join("\n", service.lines()));
    }
  }

  @Test
  @DisplayName("a clock that jumps by a day closes no WebSocket, and the client's pings go on")
  void clockJumps() throws Exception {
    FakeClock clock = FakeClock.in(directory);
    Map<String, String> environment = new HashMap<>(clock.environment());
    environment.putAll(
        Map.of(
            "TZ", "UTC",
            "WSGAUGE_SERVER_PORT", "0",
            "WSGAUGE_SOCKET_IDLE_TIMEOUT", "5s"));
    try (ServiceProcess service = ServiceProcess.jar(directory, environment);
        RawClient client = RawClient.upgraded(service.awaitPort(), "/ws")) {
      // hours of the day show that it jumped; an idle timer ends within the three
      for (int hours : new int[] {25, -25, 26}) {
        clock.jumpTo(hours);
        service.awaitLines(hourIn(hours) + ":.* client recv: ", 3);
        assertTrue(client.isOpen());
      }
      assertEquals(
          List.of(),
          service.lines().stream().filter(line -> line.matches(".*(down|closed).*")).toList());
    }
  }

  /** As it is, or, if it is just over, as it is going to be. */
  private static String hourIn(int hours) {
    LocalTime then = LocalTime.now(ZoneOffset.UTC).plusHours(hours);
    return "^[-0-9]+T(%02d|%02d)".formatted(then.getHour(), then.plusMinutes(1).getHour());
  }
}
