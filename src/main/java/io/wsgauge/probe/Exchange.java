package io.wsgauge.probe;

import com.google.re2j.Pattern;
import io.vertx.core.buffer.Buffer;
import io.wsgauge.probe.Outcome.Failed;
import io.wsgauge.probe.TargetConfig.Kind;
import io.wsgauge.probe.TargetConfig.MessageType;
import io.wsgauge.text.Instants;
import io.wsgauge.text.Payloads;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The question of one run, and how its answer is judged.
 *
 * @param payload of the message or of the ping
 * @param expected the only reply that is accepted; null accepts any
 * @param pattern that the reply must contain; null accepts any
 */
record Exchange(
    Kind kind, boolean text, Buffer payload, @Nullable Buffer expected, @Nullable Pattern pattern) {
  /** Bytes of an unexpected reply that a failure shows. */
  private static final int SHOWN = 100;

  /** The questions of one target. */
  static final class Template {
    private final TargetConfig config;
    private final boolean text;
    private final @Nullable Pattern pattern;

    /** The payload of every run; null where each run sends another one. */
    private final @Nullable Buffer constant;

    Template(TargetConfig config) {
      this.config = config;
      this.text = config.messageType() == MessageType.TEXT;
      this.pattern =
          config.expectPattern().isEmpty() ? null : Pattern.compile(config.expectPattern());
      this.constant =
          config.message().indexOf('{') < 0 ? Buffer.buffer(sized(config.message())) : null;
    }

    Exchange at(long sequence, Instant time) {
      UnaryOperator<String> fill =
          template ->
              template.indexOf('{') < 0
                  ? template
                  : template
                      .replace("{sequence}", Long.toString(sequence))
                      .replace("{time}", Instants.format(time));
      boolean asksNothing = config.kind() == Kind.IDLE && config.message().isEmpty();
      if (config.kind() == Kind.PING || asksNothing) {
        return new Exchange(Kind.PING, false, Buffer.buffer("wsgauge " + sequence), null, null);
      }
      Buffer payload =
          constant == null ? Buffer.buffer(sized(fill.apply(config.message()))) : constant;
      String expect = fill.apply(config.expect());
      if (expect.contains("{message}")) {
        expect = expect.replace("{message}", payload.toString());
      }
      Kind kind = config.kind() == Kind.IDLE ? Kind.MESSAGE : config.kind();
      return new Exchange(
          kind, text, payload, expect.isEmpty() ? null : Buffer.buffer(expect), pattern);
    }

    /** The message repeated up to its size in bytes, and cut there at a character's end. */
    private String sized(String message) {
      int size = config.messageSize();
      if (size == 0) {
        return message;
      }
      String unit = message.isEmpty() ? " " : message;
      StringBuilder sized = new StringBuilder(size);
      int bytes = 0;
      while (bytes < size) {
        for (int i = 0; i < unit.length() && bytes < size; ) {
          int character = unit.codePointAt(i);
          i += Character.charCount(character);
          int length = length(character);
          boolean fits = bytes + length <= size;
          sized.appendCodePoint(fits ? character : ' ');
          bytes += fits ? length : 1;
        }
      }
      return sized.toString();
    }

    /** Bytes of the character in UTF-8. */
    private static int length(int character) {
      if (character < 0x80) {
        return 1;
      }
      if (character < 0x800) {
        return 2;
      }
      return character < 0x10000 ? 3 : 4;
    }
  }

  /** Whether only certain replies are accepted. */
  boolean isCertain() {
    return expected != null || pattern != null;
  }

  /**
   * Judges a reply.
   *
   * @return null when the reply is as expected
   */
  @Nullable Failed judge(boolean replyIsText, Buffer reply) {
    if (!isCertain()) {
      return null;
    }
    if (replyIsText != text) {
      return mismatch(
          (replyIsText ? "text" : "binary") + " instead of " + (text ? "text" : "binary"));
    }
    boolean met =
        expected != null
            ? expected.equals(reply)
            : pattern == null || pattern.matcher(reply.toString()).find();
    return met ? null : mismatch(shown(replyIsText, reply));
  }

  static Failed mismatch(String detail) {
    return new Failed(Reason.REPLY_MISMATCH, Phase.REPLY, detail);
  }

  private static String shown(boolean text, Buffer reply) {
    Buffer head = reply.slice(0, Math.min(reply.length(), SHOWN));
    return text ? Payloads.text(head) : Payloads.hex(head);
  }
}
