package io.wsgauge.check.step;

import io.netty.handler.proxy.ProxyConnectException;
import io.vertx.core.buffer.Buffer;
import io.wsgauge.check.measurement.Attempt;
import io.wsgauge.check.measurement.Attempt.Identity;
import io.wsgauge.check.measurement.Attempt.Result;
import io.wsgauge.check.measurement.Header;
import io.wsgauge.handshake.ResponseHead;
import io.wsgauge.probe.FailureClassifier;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An {@link Attempt} as it goes on. */
final class OngoingAttempt {
  /** The header in which a wsgauge says who it is. */
  static final String IDENTITY = "Wsgauge";

  private static final Pattern NODE = Pattern.compile("node=\"([^\"]{0,256})\"");
  private static final Pattern CONNECTION = Pattern.compile("connection=(\\d{1,18})");
  private static final Pattern TIME = Pattern.compile("time=\"?([^\";,]{1,64})\"?");

  private final String requestLine;
  private final List<Header> request;
  private final String key;
  private final String address;
  private final double openedAt;
  private @Nullable Double connectSeconds;
  private @Nullable Double tlsSeconds;
  private @Nullable Double answerSeconds;

  OngoingAttempt(
      String requestLine, List<Header> request, String key, String address, double openedAt) {
    this.requestLine = requestLine;
    this.request = request;
    this.key = key;
    this.address = address;
    this.openedAt = openedAt;
  }

  String key() {
    return key;
  }

  void connected(double seconds) {
    connectSeconds = seconds;
  }

  void secured(double seconds) {
    tlsSeconds = seconds;
  }

  void answered(double seconds) {
    answerSeconds = seconds;
  }

  /** The connection failed before the request. */
  Attempt failed(Throwable error) {
    String message = FailureClassifier.message(error);
    String lower = message.toLowerCase(Locale.ROOT);
    Result result;
    if (connectSeconds != null) {
      result = Result.TLS_FAILED;
    } else if (error instanceof ProxyConnectException) {
      result = Result.PROXY_FAILED;
    } else if (lower.contains("refused")) {
      result = Result.CONNECT_REFUSED;
    } else if (lower.contains("timed out") || lower.contains("timeout")) {
      result = Result.CONNECT_TIMEOUT;
    } else {
      result = Result.CONNECT_FAILED;
    }
    return attempt(result, 0, List.of(), "", message);
  }

  Attempt unanswered(Result result) {
    return attempt(result, 0, List.of(), "", "");
  }

  Attempt refused(ResponseHead head, Buffer body) {
    return attempt(Result.ANSWERED, head.status(), headers(head), body.toString(), "");
  }

  /**
   * @param accept the right value of Sec-WebSocket-Accept
   */
  Attempt switched(ResponseHead head, String accept, OpeningRequest asked) {
    String broken = broken(head, asked);
    Result result = broken.isEmpty() ? Result.UPGRADED : Result.WRONG_UPGRADE;
    if (!head.all("Sec-WebSocket-Accept").equals(List.of(accept))) {
      result = Result.WRONG_ACCEPT;
      broken = "Sec-WebSocket-Accept is not that of the key";
    }
    return attempt(result, head.status(), headers(head), "", broken);
  }

  /** The rule of RFC 6455, section 4.1 that a 101 breaks; empty where it breaks none. */
  private static String broken(ResponseHead head, OpeningRequest asked) {
    if (!head.first("Upgrade").equalsIgnoreCase("websocket")) {
      return "Upgrade is not websocket";
    }
    boolean connection =
        head.all("Connection").stream()
            .flatMap(value -> List.of(value.split(",")).stream())
            .anyMatch(token -> token.strip().equalsIgnoreCase("Upgrade"));
    if (!connection) {
      return "Connection is not Upgrade";
    }
    if (asked.extensions().isEmpty() && !head.first("Sec-WebSocket-Extensions").isEmpty()) {
      return "Sec-WebSocket-Extensions was not offered: " + head.first("Sec-WebSocket-Extensions");
    }
    String subprotocol = head.first("Sec-WebSocket-Protocol");
    if (!subprotocol.isEmpty() && !asked.subprotocols().contains(subprotocol)) {
      return "Sec-WebSocket-Protocol was not offered: " + subprotocol;
    }
    return "";
  }

  private static List<Header> headers(ResponseHead head) {
    return head.headers().stream().map(h -> new Header(h.name(), h.value())).toList();
  }

  private Attempt attempt(
      Result result, int status, List<Header> headers, String body, String detail) {
    return new Attempt(
        result,
        requestLine,
        request,
        key,
        address,
        openedAt,
        connectSeconds,
        tlsSeconds,
        answerSeconds,
        status,
        headers,
        body,
        refusal(body),
        identity(headers),
        detail);
  }

  /** A problem that names the rule and the request, as only a wsgauge does. */
  private static @Nullable Map<String, Object> refusal(String body) {
    return PeerJson.read(
        body,
        json -> json.containsKey("rule") && json.containsKey("request") ? json.getMap() : null);
  }

  private static @Nullable Identity identity(List<Header> headers) {
    List<String> values = Header.all(headers, IDENTITY);
    if (values.size() != 1) {
      return null;
    }
    String connection = found(CONNECTION, values.get(0));
    return new Identity(
        found(NODE, values.get(0)),
        connection.isEmpty() ? 0 : Long.parseLong(connection),
        found(TIME, values.get(0)));
  }

  private static String found(Pattern pattern, String value) {
    Matcher matcher = pattern.matcher(value);
    return matcher.find() ? matcher.group(1) : "";
  }
}
