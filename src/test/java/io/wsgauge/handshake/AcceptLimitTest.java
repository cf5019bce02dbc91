package io.wsgauge.handshake;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.DefaultChannelId;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How many connections are accepted before they are looked at. */
class AcceptLimitTest {
  private static final int MAX = 32;

  private final EmbeddedChannel listener = new EmbeddedChannel();
  private final List<EmbeddedChannel> accepted = new ArrayList<>();

  @AfterEach
  void close() {
    accepted.forEach(EmbeddedChannel::finish);
    listener.releaseInbound();
    listener.finish();
  }

  private void accept() {
    EmbeddedChannel connection =
        new EmbeddedChannel(listener, DefaultChannelId.newInstance(), true, true);
    accepted.add(connection);
    AcceptLimit.install(connection);
    listener.writeInbound(connection);
  }

  private void acceptAll() {
    for (int i = 0; i < MAX; i++) {
      assertTrue(listener.config().isAutoRead(), () -> "after " + accepted.size());
      accept();
    }
  }

  @Test
  @DisplayName("no more are accepted while many have not been looked at")
  void most() {
    acceptAll();
    assertFalse(listener.config().isAutoRead());
  }

  @Test
  @DisplayName("more are accepted when half of them have been looked at")
  void half() {
    acceptAll();
    accepted.subList(0, MAX / 2 - 1).forEach(EmbeddedChannel::runPendingTasks);
    assertFalse(listener.config().isAutoRead());
    accepted.get(MAX / 2).runPendingTasks();
    assertTrue(listener.config().isAutoRead());
  }
}
