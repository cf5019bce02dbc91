package io.wsgauge.handshake;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpUtil;
import io.vertx.core.buffer.Buffer;
import io.wsgauge.text.Payloads;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** The begin of the body with which an upgrade is refused, in which people are told why. */
final class RefusalBody {
  /** Bytes that are shown; of a body that is compressed, as many are read. */
  private static final int SHOWN = 200;

  private byte[] bytes = {};
  private boolean cut;

  /** Adds what comes next, and says whether that is all that is wanted. */
  boolean add(ByteBuf content) {
    int more = Math.min(SHOWN - bytes.length, content.readableBytes());
    cut |= more < content.readableBytes();
    int length = bytes.length;
    bytes = Arrays.copyOf(bytes, length + more);
    content.getBytes(content.readerIndex(), bytes, length, more);
    return cut;
  }

  /**
   * The text, escaped; empty where there is no body or it is no text.
   *
   * @param sent what was sent that a body which quotes the request must not show
   */
  String text(HttpHeaders headers, SentSecrets sent) {
    String coding = headers.get(HttpHeaderNames.CONTENT_ENCODING, "identity");
    boolean zipped = coding.equalsIgnoreCase("gzip") || coding.equalsIgnoreCase("x-gzip");
    if (!zipped && !coding.equalsIgnoreCase("identity")) {
      return "";
    }
    byte[] plain = zipped ? unzipped() : bytes;
    for (byte b : plain) {
      if (b == 0) {
        return "";
      }
    }
    String type = headers.get(HttpHeaderNames.CONTENT_TYPE);
    Charset charset = type == null ? UTF_8 : HttpUtil.getCharset(type, UTF_8);
    String text = sent.mask(new String(plain, charset).strip());
    return Payloads.text(Buffer.buffer(text)) + (cut && !text.isEmpty() ? "…" : "");
  }

  /** As far as it goes: most bodies are cut. */
  private byte[] unzipped() {
    byte[] plain = new byte[SHOWN];
    int length = 0;
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      for (int read = 0; read >= 0 && length < SHOWN; length += Math.max(0, read)) {
        read = in.read(plain, length, SHOWN - length);
      }
    } catch (IOException e) {
      cut = true;
    }
    cut |= length == SHOWN;
    return Arrays.copyOf(plain, length);
  }
}
