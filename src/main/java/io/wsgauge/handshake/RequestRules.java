package io.wsgauge.handshake;

import static io.netty.handler.codec.http.HttpHeaderNames.CONNECTION;
import static io.netty.handler.codec.http.HttpHeaderNames.HOST;
import static io.netty.handler.codec.http.HttpHeaderNames.TRANSFER_ENCODING;
import static io.netty.handler.codec.http.HttpHeaderNames.UPGRADE;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.Iterator;
import java.util.List;

/**
 * Holds requests to what Netty's decoder lets pass of RFC 9112: version, target, Host and
 * Transfer-Encoding. What breaks a rule goes on to Vert.x as a request that could not be decoded,
 * the cause being a {@link RequestException}, and is the last of its connection: nothing that comes
 * after it is dispatched. Stands behind the decoder.
 *
 * <p>Responses are of HTTP/1.1 (RFC 9110, section 2.5), whatever the request was of.
 */
final class RequestRules extends ChannelDuplexHandler {
  /** Headers of a request: each takes memory beyond its characters, which alone have a limit. */
  private static final int MAX_HEADERS = 200;

  private boolean broken;

  private RequestRules() {}

  static void install(Channel channel) {
    VertxPipeline.add(channel, new RequestRules());
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (broken) {
      ReferenceCountUtil.release(message);
      return;
    }
    if (message instanceof HttpRequest request) {
      DecoderResult result = check(request);
      if (result.isFailure()) {
        broken = true;
        ReferenceCountUtil.release(message);
        context.fireChannelRead(failed(request, result));
        return;
      }
    } else if (message instanceof LastHttpContent last && !last.trailingHeaders().isEmpty()) {
      broken = true;
      last.setDecoderResult(DecoderResult.failure(invalid("nobody has asked for trailers")));
    }
    context.fireChannelRead(message);
  }

  /**
   * A request in place of one that breaks a rule, in the version in which it is answered. Of its
   * headers it has what tells who has sent it, and that it was an upgrade.
   */
  private static HttpRequest failed(HttpRequest request, DecoderResult result) {
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

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
      throws Exception {
    boolean upgraded = false;
    if (message instanceof HttpResponse response) {
      upgraded = response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
      if (response.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
        response.setProtocolVersion(HttpVersion.HTTP_1_1);
        if (!response.headers().contains(CONNECTION)) {
          response.headers().set(CONNECTION, HttpHeaderValues.CLOSE);
        }
      }
    }
    super.write(context, message, promise);
    if (upgraded) {
      context.pipeline().remove(this);
    }
  }

  private static DecoderResult check(HttpRequest request) {
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
