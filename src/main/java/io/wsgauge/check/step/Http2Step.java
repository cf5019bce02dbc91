package io.wsgauge.check.step;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.wsgauge.check.measurement.Http2;
import io.wsgauge.handshake.RawSocket;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Does as browsers do: where ALPN chooses HTTP/2 and the settings offer it, a WebSocket is opened
 * by an extended CONNECT (RFC 8441) on a stream of its own.
 */
final class Http2Step implements Step<Http2> {
  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  private static final int HEAD = 9;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int GOAWAY = 7;
  private static final int ACK = 1;
  private static final int END_HEADERS = 4;
  private static final int PADDED = 8;
  private static final int PRIORITY = 32;
  private static final int ENABLE_CONNECT_PROTOCOL = 8;
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /**
   * One frame (RFC 9113, section 4.1).
   *
   * @param end where the next begins
   */
  private record Frame(int type, int flags, Buffer payload, int end) {
    static Optional<Frame> at(Buffer bytes, int start) {
      if (bytes.length() < start + HEAD) {
        return Optional.empty();
      }
      int end = start + HEAD + bytes.getUnsignedMedium(start);
      return bytes.length() < end
          ? Optional.empty()
          : Optional.of(
              new Frame(
                  bytes.getUnsignedByte(start + 3),
                  bytes.getUnsignedByte(start + 4),
                  bytes.slice(start + HEAD, end),
                  end));
    }

    /** The first of that type, but acknowledgements. */
    static Optional<Frame> first(Buffer bytes, int... types) {
      int start = 0;
      for (Optional<Frame> next = at(bytes, 0); next.isPresent(); next = at(bytes, start)) {
        Frame frame = next.get();
        for (int type : types) {
          boolean acknowledges = type == SETTINGS && (frame.flags & ACK) != 0;
          if (frame.type == type && !acknowledges) {
            return next;
          }
        }
        start = frame.end;
      }
      return Optional.empty();
    }
  }

  @Override
  public String name() {
    return "http2";
  }

  @Override
  public Duration budget(Path path) {
    return PATIENCE.multipliedBy(3L);
  }

  @Override
  public Future<Http2> run(Path path) {
    if (!path.connector().isTls()) {
      return Future.failedFuture("browsers speak HTTP/2 over TLS alone");
    }
    return path.connector()
        .connectHttp2(PATIENCE)
        .compose(
            socket ->
                (socket.applicationProtocol().equals("h2")
                        ? settings(path, socket)
                        : Future.succeededFuture(new Http2(false, null, 0, "")))
                    .onComplete(done -> socket.close()));
  }

  private static Future<Http2> settings(Path path, RawSocket socket) {
    return socket
        .write(Buffer.buffer(PREFACE).appendBuffer(frame(SETTINGS, 0, 0, Buffer.buffer())))
        .compose(v -> socket.await(bytes -> Frame.first(bytes, SETTINGS).isPresent(), PATIENCE))
        .compose(
            received -> {
              Optional<Frame> settings = Frame.first(received.bytes(), SETTINGS);
              if (settings.isEmpty()) {
                return Future.succeededFuture(new Http2(true, null, 0, "no settings came"));
              }
              return enablesConnect(settings.get().payload)
                  ? connect(path, socket)
                  : Future.succeededFuture(new Http2(true, false, 0, ""));
            });
  }

  private static boolean enablesConnect(Buffer settings) {
    for (int at = 0; at + 6 <= settings.length(); at += 6) {
      if (settings.getUnsignedShort(at) == ENABLE_CONNECT_PROTOCOL) {
        return settings.getInt(at + 2) == 1;
      }
    }
    return false;
  }

  private static Future<Http2> connect(Path path, RawSocket socket) {
    return socket
        .write(
            frame(SETTINGS, ACK, 0, Buffer.buffer())
                .appendBuffer(frame(HEADERS, END_HEADERS, 1, headers(path))))
        .compose(
            v ->
                socket.await(
                    bytes -> Frame.first(bytes, HEADERS, RST_STREAM, GOAWAY).isPresent(), PATIENCE))
        .map(
            received ->
                Frame.first(received.bytes(), HEADERS, RST_STREAM, GOAWAY)
                    .map(Http2Step::answered)
                    .orElse(new Http2(true, true, 0, "the CONNECT was not answered")));
  }

  private static Http2 answered(Frame frame) {
    if (frame.type != HEADERS) {
      return new Http2(true, true, 0, frame.type == GOAWAY ? "GOAWAY" : "the stream was reset");
    }
    int padded = (frame.flags & PADDED) != 0 ? 1 : 0;
    int from = padded + ((frame.flags & PRIORITY) != 0 ? 5 : 0);
    int padding = padded == 1 ? frame.payload.getUnsignedByte(0) : 0;
    Buffer block = frame.payload.slice(from, frame.payload.length() - padding);
    try {
      Http2Headers headers =
          new DefaultHttp2HeadersDecoder()
              .decodeHeaders(1, Unpooled.wrappedBuffer(block.getBytes()));
      String status = String.valueOf(headers.status());
      return new Http2(true, true, status.matches("\\d{3}") ? Integer.parseInt(status) : 0, "");
    } catch (Http2Exception e) {
      return new Http2(true, true, 0, "the answer's headers cannot be read");
    }
  }

  private static Buffer headers(Path path) {
    OpeningRequest request = path.dialer().request();
    Http2Headers headers =
        new DefaultHttp2Headers()
            .method("CONNECT")
            .scheme("https")
            .authority(path.dialer().hostHeader())
            .path(request.target())
            .add(":protocol", "websocket")
            .add("sec-websocket-version", "13");
    if (request.userAgent() != null) {
      headers.add("user-agent", request.userAgent());
    }
    if (request.origin() != null) {
      headers.add("origin", request.origin());
    }
    if (!request.subprotocols().isEmpty()) {
      headers.add("sec-websocket-protocol", String.join(", ", request.subprotocols()));
    }
    request.more().forEach(h -> headers.add(h.name().toLowerCase(Locale.ROOT), h.value()));
    ByteBuf block = Unpooled.buffer();
    try {
      new DefaultHttp2HeadersEncoder().encodeHeaders(1, headers, block);
    } catch (Http2Exception e) {
      throw new IllegalArgumentException("headers that HTTP/2 cannot have", e);
    }
    byte[] bytes = new byte[block.readableBytes()];
    block.readBytes(bytes);
    return Buffer.buffer(bytes);
  }

  private static Buffer frame(int type, int flags, int stream, Buffer payload) {
    return Buffer.buffer()
        .appendMedium(payload.length())
        .appendUnsignedByte((short) type)
        .appendUnsignedByte((short) flags)
        .appendInt(stream)
        .appendBuffer(payload);
  }
}
