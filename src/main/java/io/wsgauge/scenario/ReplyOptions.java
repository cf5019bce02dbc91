package io.wsgauge.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.wsgauge.handshake.UpgradeRequest;
import io.wsgauge.socket.ConnectionRecords;
import io.wsgauge.socket.SocketConfig.ReplyConfig;
import io.wsgauge.socket.SocketConfig.ReplyMode;
import io.wsgauge.text.Durations;
import io.wsgauge.text.Instants;
import io.wsgauge.text.Labelled;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/** What a message is answered with, how late and in which pieces. */
final class ReplyOptions implements OptionGroup {
  private enum Content implements Labelled {
    TEXT,
    ECHO,
    NONE,
    INFO,
    COUNT,
    RECORD
  }

  private enum As implements Labelled {
    SAME,
    TEXT,
    BINARY
  }

  private final RequestInfo info;
  private final RecordJson record;
  private final ConnectionRecords records;
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
  private final Parameter<String> id =
      new Parameter<>(
          "id",
          ParameterType.text(
              "8 or more of A-Z, a-z, 0-9 and . _ ~ -", Pattern.compile("[A-Za-z0-9._~-]{8,}"), 64),
          "",
          "7f3c9b2e51",
          "By this as well reply=record finds the connection.");

  /**
   * @param records that reply=record finds
   * @param usual reply without a scenario
   */
  ReplyOptions(
      ScenarioConfig config,
      RequestInfo info,
      RecordJson record,
      ConnectionRecords records,
      ReplyConfig usual) {
    this.info = info;
    this.record = record;
    this.records = records;
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
                + " what the server saw of the handshake; count, what it saw of the message; record,"
                + " what it saw of the connection whose key or id the message is (see below).");
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
            "Replies, and messages of a burst, go out in so many fragments, the last of which may be"
                + " empty.");
    fragmentSize =
        new Parameter<>(
            "fragmentSize",
            ParameterType.size(1, config.maxSize()),
            "",
            "10",
            "They go out in fragments of so many bytes, or of more where they were beyond"
                + " scenario.maxCount.");
  }

  @Override
  public String name() {
    return "reply";
  }

  @Override
  public List<Parameter<?>> parameters() {
    return List.of(reply, text, as, delay, jitter, fragment, fragmentSize, id);
  }

  @Override
  public void check(Scenario scenario, BiConsumer<Parameter<?>, String> problems) {
    if (scenario.has(text) && scenario.get(reply, Content.TEXT) != Content.TEXT) {
      problems.accept(text, "goes with reply=text alone");
    }
    if (scenario.has(fragment) && scenario.has(fragmentSize)) {
      problems.accept(fragment, "does not go with fragmentSize");
    }
    if (scenario.get(reply).filter(Content.RECORD::equals).isPresent() && !records.areKept()) {
      problems.accept(reply, "is off here (scenario.records)");
    }
  }

  /** How messages are cut. */
  Fragments fragments(Scenario scenario) {
    int count = scenario.get(fragment, scenario.has(fragmentSize) ? mostFragments : 1);
    return new Fragments(count, scenario.get(fragmentSize, 0));
  }

  @Override
  public void plan(Scenario scenario, ConnectionPlan plan) {
    scenario.get(id).ifPresent(chosen -> plan.add(recordedAs(chosen)));
    Content usual = usuallyEcho && !scenario.has(text) ? Content.ECHO : Content.TEXT;
    Content content = scenario.get(reply, usual);
    Replies replies =
        new Replies(
            scenario.get(as, As.SAME),
            scenario.get(delay, Duration.ZERO),
            scenario.get(jitter, Duration.ZERO).toNanos(),
            fragments(scenario));
    String answer = scenario.get(text, usualText);
    switch (content) {
      case NONE -> {}
      case RECORD ->
          plan.add(
              new RecordReply(
                  records,
                  record,
                  (stage, isText, json) -> replies.send(stage, isText, true, json.toBuffer())));
      default ->
          plan.add(
              new Action() {
                @Override
                public void received(ActionContext stage, Message message) {
                  Buffer bytes = payload(content, answer, stage, message, plan.handshake());
                  replies.send(stage, message.text(), message.text(), bytes);
                }
              });
    }
  }

  private static Action recordedAs(String id) {
    return new Action() {
      @Override
      public void opened(ActionContext stage) {
        stage.connection().recordAs(id);
      }
    };
  }

  /** How replies are sent. */
  private record Replies(As type, Duration delay, long mostJitter, Fragments fragments) {
    /**
     * @param text whether the message is text that is answered
     * @param utf8 whether the reply is UTF-8 whatever its type
     */
    void send(ActionContext stage, boolean text, boolean utf8, Buffer bytes) {
      boolean asText = type == As.SAME ? text : type == As.TEXT;
      Buffer payload = asText && !utf8 ? Buffer.buffer(bytes.toString(UTF_8)) : bytes;
      long more = mostJitter == 0 ? 0 : ThreadLocalRandom.current().nextLong(mostJitter + 1);
      stage.inOrder(
          delay.plusNanos(more),
          payload.length(),
          () -> fragments.send(stage.connection(), asText, payload));
    }
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
              .put("fragments", message.fragments())
              .put("compressed", message.compressed())
              .put("crc32", crc32(message.payload()))
              .put("received", Instants.formatPrecisely(message.received()))
              .put("age", Durations.seconds(message.age()))
              .toBuffer();
      default -> Buffer.buffer(answer);
    };
  }

  private static String crc32(Buffer bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes.getBytes());
    return "%08x".formatted(crc.getValue());
  }
}
