package io.wsgauge.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LogConfiguratorTest {
  @Test
  @DisplayName(
      "a file for Logback on the class path, as there is in tests, takes the place of ours")
  void file() {
    LoggerContext context = new LoggerContext();
    LogConfigurator configurator = new LogConfigurator();
    configurator.setContext(context);
    configurator.configure(context);
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    assertEquals(Level.WARN, root.getLevel());
    assertNull(root.getAppender("async"));
    context.stop();
  }

  @Test
  @DisplayName("what libraries would tell a second time is left out beside such a file as well")
  void levels() {
    LoggerContext context = new LoggerContext();
    LogConfigurator configurator = new LogConfigurator();
    configurator.setContext(context);
    configurator.configure(context);
    assertEquals(Level.OFF, context.getLogger("io.vertx.launcher.application").getLevel());
    context.stop();
  }
}
