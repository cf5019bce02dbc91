package io.wsgauge.handshake;

import static io.netty.handler.codec.http.HttpHeaderNames.CONNECTION;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_LENGTH;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_TYPE;
import static io.netty.handler.codec.http.HttpHeaderNames.SEC_WEBSOCKET_ACCEPT;
import static io.netty.handler.codec.http.HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS;
import static io.netty.handler.codec.http.HttpHeaderNames.SEC_WEBSOCKET_KEY;
import static io.netty.handler.codec.http.HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL;
import static io.netty.handler.codec.http.HttpHeaderNames.SEC_WEBSOCKET_VERSION;
import static io.netty.handler.codec.http.HttpHeaderNames.UPGRADE;

import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.wsgauge.handshake.UpgradeException.Fault;
import io.wsgauge.text.Payloads;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds the answer to a client's upgrade to RFC 6455, section 4.1, but for the value of the accept
 * key, which Netty checks.
 *
 * @param subprotocols that were offered
 */
record ResponseRules(List<String> subprotocols) {
  /** Bytes of all header lines together, as many as browsers take and more than proxies let by. */
  static final int MAX_HEADERS_SIZE = 64 << 10;

  /** The status of an answer; 0 where its first line is none of HTTP. */
  static int status(HttpResponse response) {
    // Netty's stand-in for one
    return response instanceof FullHttpResponse ? 0 : response.status().code();
  }

  /**
   * What a server says behind the status, where that is not the words that everybody has for it;
   * empty for a single word, which says no more than the status.
   */
  static String ownWords(HttpResponseStatus status) {
    String words = status.reasonPhrase().strip();
    String usual = HttpResponseStatus.valueOf(status.code()).reasonPhrase();
    return words.indexOf(' ') < 0 || words.equalsIgnoreCase(usual) ? "" : words;
  }

  void check(HttpResponse response, RawHead rawHead) throws UpgradeException {
    int status = status(response);
    checkRead(status, response.decoderResult().cause());
    HttpHeaders headers = response.headers();
    if (status / 100 == 2) {
      String type = Payloads.field(headers.get(CONTENT_TYPE, "no type"));
      throw new UpgradeException(Fault.NOT_WEBSOCKET, "status " + status + ", " + type);
    }
    if (status != HttpResponseStatus.SWITCHING_PROTOCOLS.code()) {
      throw new UpgradeException(Fault.REFUSED, "status " + status);
    }
    checkSwitching(headers, rawHead);
    checkSubprotocol(headers.get(SEC_WEBSOCKET_PROTOCOL));
  }

  /**
   * @param cause why the head could not be read to its end; null where it could
   */
  private static void checkRead(int status, @Nullable Throwable cause) throws UpgradeException {
    if (cause == null) {
      return;
    }
    if (status == 0) {
      throw new UpgradeException(Fault.NOT_WEBSOCKET, "the answer is not HTTP/1.1");
    }
    if (cause instanceof TooLongHttpHeaderException) {
      throw new UpgradeException(
          Fault.TOO_LARGE,
          "status " + status + ", more than " + (MAX_HEADERS_SIZE >> 10) + " KiB of headers");
    }
    if (cause instanceof PrematureChannelClosureException) {
      throw new UpgradeException(Fault.CUT, "status " + status + ", cut within its headers");
    }
    throw new UpgradeException(
        status == HttpResponseStatus.SWITCHING_PROTOCOLS.code() || status / 100 == 2
            ? Fault.NOT_WEBSOCKET
            : Fault.REFUSED,
        "status " + status + ", headers that are not those of HTTP");
  }

  private static void checkSwitching(HttpHeaders headers, RawHead rawHead) throws UpgradeException {
    if (!rawHead.isSwitching()) {
      throw notWebSocket("not with the status line of HTTP/1.1");
    }
    List<String> upgrade = headers.getAll(UPGRADE);
    if (upgrade.size() != 1
        || !HttpHeaderValues.WEBSOCKET.contentEqualsIgnoreCase(upgrade.get(0))
        || !headers.containsValue(CONNECTION, HttpHeaderValues.UPGRADE, true)) {
      throw notWebSocket("without Upgrade: websocket and Connection: Upgrade");
    }
    if (headers.containsValue(CONNECTION, HttpHeaderValues.CLOSE, true)) {
      throw notWebSocket("with Connection: close");
    }
    if (headers.contains(CONTENT_LENGTH) || rawHead.hasTransferEncoding()) {
      throw notWebSocket("with a body (Content-Length or Transfer-Encoding)");
    }
    if (!headers.contains(SEC_WEBSOCKET_ACCEPT)) {
      // Netty takes that for the draft before RFC 6455, and waits for its body
      throw new UpgradeException(Fault.ACCEPT_KEY, "no Sec-WebSocket-Accept");
    }
    checkOnce(headers, SEC_WEBSOCKET_ACCEPT, Fault.ACCEPT_KEY);
    checkOnce(headers, SEC_WEBSOCKET_PROTOCOL, Fault.SUBPROTOCOL);
    checkOnce(headers, SEC_WEBSOCKET_EXTENSIONS, Fault.EXTENSION);
    checkOnce(headers, SEC_WEBSOCKET_VERSION, Fault.NOT_WEBSOCKET);
    checkOnce(headers, SEC_WEBSOCKET_KEY, Fault.NOT_WEBSOCKET);
  }

  private void checkSubprotocol(@Nullable String chosen) throws UpgradeException {
    if (chosen == null ? !subprotocols.isEmpty() : !subprotocols.contains(chosen)) {
      throw new UpgradeException(
          Fault.SUBPROTOCOL,
          chosen == null ? "none was chosen" : "not offered: " + Payloads.field(chosen));
    }
  }

  private static UpgradeException notWebSocket(String how) {
    return new UpgradeException(Fault.NOT_WEBSOCKET, "status 101 " + how);
  }

  /** A header that is there twice leaves open which of them was meant, and is refused. */
  private static void checkOnce(HttpHeaders headers, CharSequence name, Fault fault)
      throws UpgradeException {
    int count = headers.getAll(name).size();
    if (count > 1) {
      throw new UpgradeException(fault, name + " is there " + count + " times");
    }
  }
}
