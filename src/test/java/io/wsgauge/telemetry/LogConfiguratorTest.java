package io.wsgauge.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator.ExecutionStatus;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LogConfiguratorTest {
  @Test
  @DisplayName("a file for Logback on the class path, as there is in tests, is left to Logback")
  void file() {
    LoggerContext context = new LoggerContext();
    assertEquals(ExecutionStatus.INVOKE_NEXT_IF_ANY, new LogConfigurator().configure(context));
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    assertFalse(root.iteratorForAppenders().hasNext());
  }
}
