package io.wsgauge.command;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.wsgauge.config.ConfigException;
import io.wsgauge.config.Problems;
import io.wsgauge.probe.CloseReason;
import io.wsgauge.probe.ProbeSettings;
import io.wsgauge.probe.Target;
import io.wsgauge.probe.TargetConfig.Kind;
import io.wsgauge.probe.WebSocketConnector;
import io.wsgauge.text.Durations;
import io.wsgauge.text.ErrorText;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Talks over a WebSocket, by hand or by a script. */
@Command(
    name = "connect",
    sortOptions = false,
    header = "Talk over a WebSocket: lines of input are messages, messages are lines of output.",
    footer = {
      "",
      "Examples:",
      "  wsgauge connect wss://app.example.org/ws",
      "  wsgauge connect -x '{\"op\": \"status\"}' ws://10.0.0.7:8080/ws | jq .state",
      "Exit codes: 0 closed in order, 1 failed or closed with an error code, 2 wrong arguments or",
      "input, 3 could not connect."
    })
final class ConnectCommand implements Callable<Integer> {
  /** Bytes of a message, either way. */
  static final int MAX_MESSAGE_SIZE = 16 << 20;

  private static final Duration WAIT = Duration.ofSeconds(1);
  private static final Duration WAIT_FOR_ONE = Duration.ofSeconds(5);

  /** Time that a stop may take when nobody reads what is printed. */
  private static final long STOP_MILLIS = 2000;

  /** Time that the thread which reads from a terminal has to leave it. */
  private static final long LEAVE_MILLIS = 500;

  /** What a line is. */
  private static final class Lines {
    @Option(names = "--binary", description = "Send lines as binary messages.")
    boolean binary;

    @Option(names = "--hex", description = "Lines are bytes in hexadecimal, sent as binary.")
    boolean hex;

    @Option(names = "--base64", description = "Lines are bytes in Base64, sent as binary.")
    boolean base64;

    @Option(
        names = "--jsonl",
        description = "Lines are JSON: messages and all else that happens, with the time.")
    boolean json;

    ConnectFormat format() {
      if (hex) {
        return ConnectFormat.HEX;
      }
      if (base64) {
        return ConnectFormat.BASE64;
      }
      if (json) {
        return ConnectFormat.JSON;
      }
      return binary ? ConnectFormat.BINARY : ConnectFormat.TEXT;
    }
  }

  /** The one message that -x has. */
  private static final class OneMessage implements ConnectInput {
    private @Nullable Outgoing message;

    OneMessage(Outgoing message) {
      this.message = message;
    }

    @Override
    public @Nullable Outgoing next() {
      Outgoing next = message;
      message = null;
      return next;
    }
  }

  private final Shell shell;
  private final String version;

  @Parameters(paramLabel = "URL", description = "A ws:// or wss:// URL.")
  String url = "";

  @Option(
      names = {"-x", "--execute"},
      paramLabel = "MESSAGE",
      description = "Send this, or what @FILE holds, print one answer, and close.")
  @Nullable String message;

  @ArgGroup @Nullable Lines lines;

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      converter = Seconds.class,
      description = "Time for answers after the end of input, 1 second without it; with -x 5.")
  @Nullable Duration wait;

  @Option(
      names = "--close",
      paramLabel = "CODE[:REASON]",
      converter = CloseReasonConverter.class,
      description = "What to close with; 1000 without it.")
  CloseReason close = CloseReason.NORMAL;

  @Option(
      names = "--ping-interval",
      paramLabel = "TIME",
      converter = Seconds.class,
      description = "Ping this often, and cut where nothing comes between two pings.")
  @Nullable Duration pingInterval;

  @Option(
      names = "--reconnect",
      description = "Connect again, ever more slowly, until closed here.")
  boolean reconnect;

  @Option(
      names = {"-W", "--timeout"},
      paramLabel = "TIME",
      converter = Seconds.class,
      description = "Deadline of a connect; 10 seconds without it.")
  Duration timeout = Duration.ofSeconds(10);

  @Option(names = "-v", description = "Show ping, pong and close frames; -vv the handshake too.")
  boolean[] verbose = {};

  @Mixin ConnectionOptions connection = new ConnectionOptions();

  ConnectCommand(Shell shell, String version) {
    this.shell = shell;
    this.version = version;
  }

  @Override
  public Integer call() throws ConfigException, InterruptedException, IOException {
    ConnectFormat format = lines == null ? ConnectFormat.TEXT : lines.format();
    TypedLine typed = new TypedLine(format, shell.directory(), MAX_MESSAGE_SIZE);
    Problems problems = new Problems();
    Outgoing first = first(typed, problems);
    Target target = target(problems);
    Vertx vertx = Clients.vertx();
    try {
      ConnectSession session = session(vertx, target);
      if (first != null) {
        return run(vertx, session, Screen.of(shell), new OneMessage(first), format, false);
      }
      if (!shell.interactive()) {
        LineInput input = new LineInput(shell.in(), format, MAX_MESSAGE_SIZE);
        return run(vertx, session, Screen.of(shell), input, format, false);
      }
      try (Prompt prompt = new Prompt(typed, shell.colours())) {
        return run(vertx, session, prompt, prompt, format, true);
      }
    } finally {
      vertx.close();
    }
  }

  private @Nullable Outgoing first(TypedLine typed, Problems problems) {
    try {
      return message == null ? null : typed.message(message);
    } catch (IllegalArgumentException e) {
      problems.add("--execute", String.valueOf(e.getMessage()));
      return null;
    }
  }

  private ConnectSession session(Vertx vertx, Target target) {
    Context context = vertx.getOrCreateContext();
    WebSocketConnector connector =
        new WebSocketConnector(
            context,
            WebSocketConnector.client(vertx, MAX_MESSAGE_SIZE),
            ProbeSettings.alone("wsgauge/" + version),
            target,
            MAX_MESSAGE_SIZE);
    Duration otherwise = message == null ? WAIT : WAIT_FOR_ONE;
    return new ConnectSession(
        context,
        connector,
        new ConnectSession.Terms(
            wait == null ? otherwise : wait,
            message != null,
            close,
            reconnect,
            verbose.length > 0,
            pingInterval));
  }

  private Target target(Problems problems) throws ConfigException {
    if (timeout.toMillis() < 1) {
      problems.add("--timeout", Durations.format(timeout), "must be at least 1ms");
    }
    if (pingInterval != null && pingInterval.toMillis() < 1) {
      problems.add("--ping-interval", Durations.format(pingInterval), "must be at least 1ms");
    }
    return connection.target(
        "URL",
        url,
        problems,
        target -> target.kind(Kind.CONNECT).interval(timeout).timeout(timeout));
  }

  /** Runs it: one thread reads, one prints, and neither keeps the process alive. */
  private int run(
      Vertx vertx,
      ConnectSession session,
      Screen screen,
      ConnectInput input,
      ConnectFormat format,
      boolean typed)
      throws InterruptedException {
    ConnectReport report =
        format == ConnectFormat.JSON
            ? new JsonConnectReport(screen, verbose.length)
            : new LineConnectReport(screen, format, verbose.length, typed, shell.colours());
    CompletableFuture<Integer> exit = new CompletableFuture<>();
    Runnable stop =
        () -> {
          if (!exit.isDone()) {
            session.stop();
            vertx.setTimer(STOP_MILLIS, fired -> exit.complete(ExitCode.FAILED));
          }
        };
    shell.interrupt().accept(stop);
    input.onInterrupt(stop);
    session.start();
    start("connect-output", () -> print(session.output(), report, exit));
    Thread reading = start("connect-input", () -> read(input, session));
    try {
      return exit.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e);
    } finally {
      reading.interrupt();
      if (typed) {
        reading.join(LEAVE_MILLIS);
      }
    }
  }

  private static Thread start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void print(
      ConnectQueue events, ConnectReport report, CompletableFuture<Integer> exit) {
    try {
      ConnectEvent event = events.take();
      while (!(event instanceof ConnectEvent.Done)) {
        report.add(event);
        event = events.take();
      }
      exit.complete(((ConnectEvent.Done) event).exitCode());
    } catch (InterruptedException | RuntimeException | Error e) {
      exit.completeExceptionally(e);
    }
  }

  private static void read(ConnectInput input, ConnectSession session) {
    try {
      Outgoing next = input.next();
      while (next != null && session.send(next)) {
        next = input.next();
      }
      if (next == null) {
        session.endInput();
      }
    } catch (IllegalArgumentException e) {
      session.reject(String.valueOf(e.getMessage()), ExitCode.WRONG_INPUT);
    } catch (IOException e) {
      session.reject("standard input: " + ErrorText.of(e), ExitCode.FAILED);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
