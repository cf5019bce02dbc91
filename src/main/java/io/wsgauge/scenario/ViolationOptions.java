package io.wsgauge.scenario;

import io.vertx.core.buffer.Buffer;
import io.wsgauge.text.Labelled;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BiConsumer;

/** Breaks the protocol, for those who test a client: it should end the connection, with a code. */
final class ViolationOptions implements OptionGroup {
  /** What is broken, and the bytes that do so, which follow the reply to the first message. */
  private enum Fault implements Labelled {
    /** Text that is not UTF-8. */
    UTF8("81 02 c3 28"),
    /** A reserved bit that no extension gave a meaning. */
    RSV("a1 01 61"),
    /** An opcode that is reserved. */
    OPCODE("83 00"),
    /** A server's frame that is masked. */
    MASK("81 81 00000000 61"),
    /** A length that is not in its shortest form. */
    LENGTH("81 7e 0001 61"),
    /** A continuation of no message. */
    CONTINUATION("80 01 61"),
    /** A message within another. */
    INTERLEAVED("01 01 61 81 01 62"),
    /** Text within a binary message. */
    TEXT_IN_BINARY("02 01 61 81 01 62"),
    /** A ping in two fragments. */
    FRAGMENTED_PING("09 01 61 80 01 62"),
    /** A ping of 126 bytes. */
    LONG_PING("89 7e 007e" + "61".repeat(126)),
    /** A close code that must not be sent. */
    CLOSE1005("88 02 03ed"),
    /** A close code that is not defined. */
    CLOSE999("88 02 03e7"),
    /** A close frame of one byte. */
    CLOSE_LENGTH("88 01 03"),
    /** A close reason that is not UTF-8. */
    CLOSE_UTF8("88 04 03e8 c328"),
    /** A message of text that goes on after a close frame. */
    DATA_AFTER_CLOSE("88 02 03e8 81 01 61");

    private final String hex;

    Fault(String hex) {
      this.hex = hex;
    }

    Buffer bytes() {
      return Buffer.buffer(HexFormat.of().parseHex(hex.replace(" ", "")));
    }
  }

  private final boolean allowed;
  private final Parameter<Fault> invalid =
      new Parameter<>(
          "invalid",
          ParameterType.word(Fault.class),
          "",
          "utf8",
          "After the reply to the first message the server breaks the protocol in this way; only"
              + " where scenario.allowInvalid is true.");

  ViolationOptions(ScenarioConfig config) {
    allowed = config.allowInvalid();
  }

  @Override
  public String name() {
    return "faults";
  }

  @Override
  public boolean isAllowed() {
    return allowed;
  }

  @Override
  public List<Parameter<?>> parameters() {
    return List.of(invalid);
  }

  @Override
  public void check(Scenario scenario, BiConsumer<Parameter<?>, String> problems) {
    if (scenario.has(invalid) && !allowed) {
      problems.accept(invalid, "is not allowed here (scenario.allowInvalid)");
    }
  }

  @Override
  public void plan(Scenario scenario, ConnectionPlan plan) {
    scenario
        .get(invalid)
        .ifPresent(
            fault ->
                plan.add(
                    new Action() {
                      @Override
                      public void received(ActionContext stage, Message message) {
                        if (message.number() == 1) {
                          stage.inOrder(
                              Duration.ZERO, 0, () -> stage.connection().sendRaw(fault.bytes()));
                        }
                      }
                    }));
  }
}
