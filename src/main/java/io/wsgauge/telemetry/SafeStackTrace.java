package io.wsgauge.telemetry;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import io.wsgauge.text.Payloads;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A stack trace of which the messages, that may quote a peer, are one line each. Thread-safe. */
public final class SafeStackTrace extends ThrowableProxyConverter {
  @Override
  protected String throwableProxyToString(IThrowableProxy error) {
    return super.throwableProxyToString(new Safe(error));
  }

  private record Safe(IThrowableProxy error) implements IThrowableProxy {
    private static @Nullable String safe(@Nullable String text) {
      return text == null ? null : Payloads.visible(Payloads.cut(text, Payloads.MAX_FIELD_LENGTH));
    }

    @Override
    public @Nullable String getMessage() {
      return safe(error.getMessage());
    }

    @Override
    public @Nullable String getOverridingMessage() {
      return safe(error.getOverridingMessage());
    }

    @Override
    public String getClassName() {
      return error.getClassName();
    }

    @Override
    public StackTraceElementProxy[] getStackTraceElementProxyArray() {
      return error.getStackTraceElementProxyArray();
    }

    @Override
    public int getCommonFrames() {
      return error.getCommonFrames();
    }

    @Override
    public @Nullable IThrowableProxy getCause() {
      return error.getCause() == null ? null : new Safe(error.getCause());
    }

    @Override
    public IThrowableProxy[] getSuppressed() {
      return Stream.of(error.getSuppressed()).map(Safe::new).toArray(IThrowableProxy[]::new);
    }

    @Override
    public boolean isCyclic() {
      return error.isCyclic();
    }
  }
}
