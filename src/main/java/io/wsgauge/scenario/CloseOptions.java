package io.wsgauge.scenario;

import io.wsgauge.text.Labelled;
import io.wsgauge.wire.CloseCode;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** How the connection ends. */
final class CloseOptions implements OptionGroup {
  private enum Drop implements Labelled {
    FIN,
    RST
  }

  private static final int LONGEST_REASON = 123;
  private static final ParameterType<Duration> TIME =
      ParameterType.duration(Duration.ZERO, Duration.ofHours(24));
  private static final ParameterType<Integer> MESSAGES = ParameterType.count(0, 1_000_000);

  private final Parameter<Duration> closeAfter =
      new Parameter<>("closeAfter", TIME, "", "10s", "The server closes after this time.");
  private final Parameter<Integer> closeAfterMessages =
      new Parameter<>(
          "closeAfterMessages",
          MESSAGES,
          "",
          "3",
          "The server closes when it has answered so many messages; 0 is right after the upgrade.");
  private final Parameter<Integer> closeCode =
      new Parameter<>(
              "closeCode",
              ParameterType.number("code", CloseCode.SENT, CloseCode::mayBeSent),
              Integer.toString(CloseCode.NORMAL_CLOSURE),
              "4001",
              "With this code.")
          .needing("closeAfter", "closeAfterMessages");
  private final Parameter<String> closeReason =
      new Parameter<>(
              "closeReason",
              ParameterType.text("text", Pattern.compile(".*", Pattern.DOTALL), LONGEST_REASON),
              "",
              "bye",
              "And this reason.")
          .needing("closeAfter", "closeAfterMessages");
  private final Parameter<Boolean> ignoreClose =
      new Parameter<>(
          "ignoreClose",
          ParameterType.flag(),
          "no",
          "yes",
          "Whether the server leaves the client's close frame unanswered, and the line open.");
  private final Parameter<Duration> dropAfter =
      new Parameter<>(
          "dropAfter",
          TIME,
          "",
          "10s",
          "The server ends TCP after this time, with no close frame.");
  private final Parameter<Integer> dropAfterMessages =
      new Parameter<>(
          "dropAfterMessages",
          MESSAGES,
          "",
          "3",
          "The server ends TCP when it has answered so many messages.");
  private final Parameter<Drop> drop =
      new Parameter<>(
              "drop",
              ParameterType.word(Drop.class),
              "fin",
              "rst",
              "With a FIN in order, or with a reset; either comes behind what was answered.")
          .needing("dropAfter", "dropAfterMessages");

  @Override
  public String name() {
    return "end";
  }

  @Override
  public List<Parameter<?>> parameters() {
    return List.of(
        closeAfter,
        closeAfterMessages,
        closeCode,
        closeReason,
        ignoreClose,
        dropAfter,
        dropAfterMessages,
        drop);
  }

  @Override
  public void plan(Scenario scenario, ConnectionPlan plan) {
    int code = scenario.get(closeCode, CloseCode.NORMAL_CLOSURE);
    String reason = scenario.get(closeReason, "");
    boolean reset = scenario.get(drop, Drop.FIN) == Drop.RST;
    Consumer<ActionContext> close = stage -> stage.connection().close(code, reason);
    Consumer<ActionContext> cut = stage -> stage.connection().drop(reset);
    scenario.get(closeAfter).ifPresent(time -> plan.add(after(time, close)));
    scenario.get(closeAfterMessages).ifPresent(count -> plan.add(after(count, close)));
    scenario.get(dropAfter).ifPresent(time -> plan.add(after(time, cut)));
    scenario.get(dropAfterMessages).ifPresent(count -> plan.add(after(count, cut)));
    if (scenario.get(ignoreClose, false)) {
      plan.withoutAnswerToClose();
    }
  }

  private static Action after(Duration time, Consumer<ActionContext> end) {
    return new Action() {
      @Override
      public void opened(ActionContext stage) {
        stage.connection().after(time, () -> end.accept(stage));
      }
    };
  }

  private static Action after(int messages, Consumer<ActionContext> end) {
    return new Action() {
      @Override
      public void opened(ActionContext stage) {
        if (messages == 0) {
          end.accept(stage);
        }
      }

      @Override
      public void received(ActionContext stage, Message message) {
        if (message.number() == messages) {
          stage.inOrder(Duration.ZERO, 0, () -> end.accept(stage));
        }
      }
    };
  }
}
