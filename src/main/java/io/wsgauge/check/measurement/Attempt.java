package io.wsgauge.check.measurement;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to open a WebSocket, or a plain request, and what came of it.
 *
 * @param request the head that was sent, without its request line
 * @param key Sec-WebSocket-Key; empty in a plain request
 * @param address that was connected to; empty where none was
 * @param openedAt when the attempt began
 * @param connectSeconds null where TCP did not connect
 * @param tlsSeconds null without TLS, or where it failed
 * @param answerSeconds from the request to the answer's head, or to what came instead of it
 * @param status of the answer; 0 without one
 * @param headers of the answer
 * @param body the first bytes of the answer's body as text
 * @param refusal the problem of a wsgauge, where the answer is one (RFC 9457)
 * @param identity what a wsgauge says of itself in its header; null where nothing does
 * @param detail of what failed; may be empty
 */
@RecordBuilder
public record Attempt(
    Result result,
    String requestLine,
    List<Header> request,
    String key,
    String address,
    double openedAt,
    @Nullable Double connectSeconds,
    @Nullable Double tlsSeconds,
    @Nullable Double answerSeconds,
    int status,
    List<Header> headers,
    String body,
    @Nullable Map<String, Object> refusal,
    @Nullable Identity identity,
    String detail)
    implements AttemptBuilder.With {

  /** What came of an attempt. */
  public enum Result {
    /** A 101 with all that RFC 6455, section 4.1 asks for. */
    UPGRADED,
    /** A 101 that breaks a rule, which the detail has. */
    WRONG_UPGRADE,
    /** A 101 whose Sec-WebSocket-Accept is that of another key. */
    WRONG_ACCEPT,
    /** Any other answer. */
    ANSWERED,
    /** What came is not HTTP. */
    NOT_HTTP,
    /** The peer ended the connection in order before an answer. */
    CLOSED,
    RESET,
    /** Nothing in time. */
    TIMEOUT,
    CONNECT_REFUSED,
    CONNECT_TIMEOUT,
    CONNECT_FAILED,
    TLS_FAILED,
    /** The proxy of this end did not connect. */
    PROXY_FAILED
  }

  /**
   * What the identity header of a wsgauge says.
   *
   * @param connection the number that this node has given the connection; 0 on a refusal
   */
  public record Identity(String node, long connection, String time) {}

  /** The same, where the WebSocket was ended as soon as it was open: a 101 that says nothing. */
  public Attempt endedAtOnce(int code) {
    return with(
        ended ->
            ended
                .result(Result.CLOSED)
                .status(0)
                .identity(null) // of the 101, not of who has ended it
                .detail("ended behind the 101" + (code > 0 ? " with " + code : "")));
  }

  public boolean isUpgraded() {
    return result == Result.UPGRADED;
  }

  /** Whether HTTP was answered. */
  public boolean isAnswered() {
    return status > 0;
  }

  /** Whether a wsgauge has answered itself, and nothing before it. */
  public boolean isOfWsgauge() {
    return identity != null || refusal != null;
  }
}
