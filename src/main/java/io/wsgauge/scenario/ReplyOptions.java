package io.wsgauge.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.wsgauge.handshake.UpgradeRequest;
import io.wsgauge.socket.SocketConfig.ReplyConfig;
import io.wsgauge.socket.SocketConfig.ReplyMode;
import io.wsgauge.text.Instants;
import io.wsgauge.text.Labelled;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/** What a message is answered with, how late and in which pieces. */
final class ReplyOptions implements OptionGroup {
  private enum Content implements Labelled {
    TEXT,
    ECHO,
    NONE,
    INFO,
    COUNT
  }

  private enum As implements Labelled {
    SAME,
    TEXT,
    BINARY
  }

  private final RequestInfo info;
  private final String usualText;
  private final boolean usuallyEcho;
  private final int mostFragments;
  private final Parameter<Content> reply;
  private final Parameter<String> text;
  private final Parameter<As> as;
  private final Parameter<Duration> delay;
  private final Parameter<Duration> jitter;
  private final Parameter<Integer> fragment;
  private final Parameter<Integer> fragmentSize;

  /**
   * @param usual reply without a scenario
   */
  ReplyOptions(ScenarioConfig config, RequestInfo info, ReplyConfig usual) {
    this.info = info;
    this.usualText = usual.text();
    this.usuallyEcho = usual.mode() == ReplyMode.echo;
    this.mostFragments = config.maxCount();
    ParameterType<Duration> wait = ParameterType.duration(Duration.ZERO, config.maxDelay());
    reply =
        new Parameter<>(
            "reply",
            ParameterType.word(Content.class),
            "as configured",
            "count",
            "What a message is answered with: text (see text); echo, the message itself; none; info,"
                + " what the server saw of the handshake; count, number, size and time of receipt.");
    text =
        new Parameter<>(
            "text",
            ParameterType.text("text", Pattern.compile(".*", Pattern.DOTALL), config.maxSize()),
            "as configured",
            "pong",
            "The text of reply=text, which it implies.");
    as =
        new Parameter<>(
            "as",
            ParameterType.word(As.class),
            "same",
            "binary",
            "Type of the replies: that of the message, text or binary. Of an echo as text, what is no"
                + " UTF-8 becomes U+FFFD.");
    delay =
        new Parameter<>("delay", wait, "0s", "250ms", "Each reply waits so long; order is kept.");
    jitter =
        new Parameter<>(
            "jitter", wait, "0s", "100ms", "Each waits a random time up to this in addition.");
    fragment =
        new Parameter<>(
            "fragment",
            ParameterType.count(1, config.maxCount()),
            "1",
            "3",
            "Replies go out in so many fragments, the last of which may be empty.");
    fragmentSize =
        new Parameter<>(
            "fragmentSize",
            ParameterType.size(1, config.maxSize()),
            "",
            "10",
            "Replies go out in fragments of so many bytes, or of more where they were beyond"
                + " scenario.maxCount.");
  }

  @Override
  public List<Parameter<?>> parameters() {
    return List.of(reply, text, as, delay, jitter, fragment, fragmentSize);
  }

  @Override
  public void check(Scenario scenario, BiConsumer<Parameter<?>, String> problems) {
    if (scenario.has(text) && scenario.get(reply, Content.TEXT) != Content.TEXT) {
      problems.accept(text, "goes with reply=text alone");
    }
    if (scenario.has(fragment) && scenario.has(fragmentSize)) {
      problems.accept(fragment, "does not go with fragmentSize");
    }
  }

  @Override
  public void plan(Scenario scenario, ConnectionPlan plan) {
    Content usual = usuallyEcho && !scenario.has(text) ? Content.ECHO : Content.TEXT;
    Content content = scenario.get(reply, usual);
    if (content == Content.NONE) {
      return;
    }
    int count = scenario.get(fragment, scenario.has(fragmentSize) ? mostFragments : 1);
    Fragments fragments = new Fragments(count, scenario.get(fragmentSize, 0));
    As type = scenario.get(as, As.SAME);
    String answer = scenario.get(text, usualText);
    Duration wait = scenario.get(delay, Duration.ZERO);
    long mostJitter = scenario.get(jitter, Duration.ZERO).toNanos();
    plan.add(
        new Action() {
          @Override
          public void received(ActionContext stage, Message message) {
            boolean asText = type == As.SAME ? message.text() : type == As.TEXT;
            Buffer bytes = payload(content, answer, stage, message, plan.handshake());
            Buffer payload =
                asText && !message.text() ? Buffer.buffer(bytes.toString(UTF_8)) : bytes;
            long more = mostJitter == 0 ? 0 : ThreadLocalRandom.current().nextLong(mostJitter + 1);
            stage.inOrder(
                wait.plusNanos(more),
                payload.length(),
                () -> fragments.send(stage.connection(), asText, payload));
          }
        });
  }

  private Buffer payload(
      Content content,
      String answer,
      ActionContext stage,
      Message message,
      UpgradeRequest handshake) {
    return switch (content) {
      case ECHO -> message.payload();
      case INFO -> info.of(handshake, stage.connection()).toBuffer();
      case COUNT ->
          new JsonObject()
              .put("sequence", message.number())
              .put("type", message.text() ? "text" : "binary")
              .put("size", message.payload().length())
              .put("received", Instants.format(message.received()))
              .toBuffer();
      default -> Buffer.buffer(answer);
    };
  }
}
