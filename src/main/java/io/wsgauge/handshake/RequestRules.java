package io.wsgauge.handshake;

import static io.netty.handler.codec.http.HttpHeaderNames.HOST;
import static io.netty.handler.codec.http.HttpHeaderNames.TRANSFER_ENCODING;
import static io.netty.handler.codec.http.HttpHeaderNames.UPGRADE;

import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.Iterator;
import java.util.List;

/** What Netty's decoder lets pass of RFC 9112: version, target, Host and Transfer-Encoding. */
final class RequestRules {
  /** Headers of a request: each takes memory beyond its characters, which alone have a limit. */
  private static final int MAX_HEADERS = 200;

  private RequestRules() {}

  /**
   * A request in place of one that breaks a rule, in the version in which it is answered. Of its
   * headers it has what tells who has sent it, and that it was an upgrade.
   */
  static HttpRequest failed(HttpRequest request, DecoderResult result) {
    HttpRequest failed =
        new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, request.uri());
    if (UpgradeGate.isUpgrade(request)) {
      failed.headers().set(UPGRADE, HttpHeaderValues.WEBSOCKET);
    }
    failed
        .headers()
        .set(PeerInspector.FORWARDED_FOR, request.headers().getAll(PeerInspector.FORWARDED_FOR));
    failed.setDecoderResult(result);
    return failed;
  }

  /** That of the decoder where it has failed; else a failure, by the rule that is broken first. */
  static DecoderResult check(HttpRequest request) {
    if (request.decoderResult().isSuccess()) {
      try {
        checkVersion(request.protocolVersion());
        RequestTarget.check(request.method(), request.uri());
        checkHeaders(request);
      } catch (RequestException e) {
        return DecoderResult.failure(e);
      }
    }
    return request.decoderResult();
  }

  /** As {@link #check(HttpRequest)}, for the end of a request. */
  static DecoderResult check(LastHttpContent last) {
    return last.trailingHeaders().isEmpty()
        ? last.decoderResult()
        : DecoderResult.failure(invalid("nobody has asked for trailers"));
  }

  /** Vert.x knows versions by these instances, and other spellings of them have others. */
  @SuppressWarnings("ReferenceEquality")
  private static void checkVersion(HttpVersion version) throws RequestException {
    if (version == HttpVersion.HTTP_1_1 || version == HttpVersion.HTTP_1_0) {
      return;
    }
    if (!version.protocolName().equals("HTTP")
        || (version.majorVersion() == 1 && version.minorVersion() <= 1)) {
      throw invalid("the version must be HTTP/1.1 or HTTP/1.0, spelt so");
    }
    throw new RequestException(Rule.HTTP_VERSION, "the version must be HTTP/1.1 or HTTP/1.0");
  }

  private static void checkHeaders(HttpRequest request) throws RequestException {
    HttpHeaders headers = request.headers();
    if (count(headers) > MAX_HEADERS) {
      throw new RequestException(
          Rule.HEADERS_TOO_LARGE, "there are more than " + MAX_HEADERS + " headers");
    }
    if (headers.contains("")) {
      throw invalid("a header has no name");
    }
    List<String> hosts = headers.getAll(HOST);
    boolean optional = request.protocolVersion().equals(HttpVersion.HTTP_1_0);
    if (hosts.size() > 1 || (hosts.isEmpty() && !optional)) {
      throw new RequestException(
          Rule.HOST, "Host must be there once, not " + hosts.size() + " times");
    }
    if (!hosts.isEmpty() && !RequestTarget.isAuthority(hosts.get(0))) {
      throw new RequestException(Rule.HOST, "Host must be a host, with a port or without");
    }
    List<String> codings = headers.getAll(TRANSFER_ENCODING);
    if (codings.size() > 1
        || (codings.size() == 1
            && !HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(codings.get(0)))) {
      throw new RequestException(
          Rule.TRANSFER_ENCODING, "Transfer-Encoding must be chunked alone, and on one line");
    }
  }

  /** How many there are, of which Vert.x counts those of one name once. */
  private static int count(HttpHeaders headers) {
    int count = 0;
    for (Iterator<?> each = headers.iteratorCharSequence(); each.hasNext(); each.next()) {
      count++;
    }
    return count;
  }

  private static RequestException invalid(String detail) {
    return new RequestException(Rule.REQUEST_SYNTAX, detail);
  }
}
