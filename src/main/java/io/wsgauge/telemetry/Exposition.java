package io.wsgauge.telemetry;

import io.prometheus.metrics.config.ExporterProperties;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.MIMEHeader;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Metrics in a format of Prometheus.
 *
 * @param pieces one after the other, since an array of all, which may be many megabytes, would take
 *     three times its room while it grows
 */
public record Exposition(List<Buffer> pieces, String contentType) {
  private static final int FIRST_PIECE = 4 * 1024;
  private static final int PIECE = 64 * 1024;

  /** The format that has native histograms. */
  static final String PROTOBUF =
      "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited";

  private static final String OPEN_METRICS = "application/openmetrics-text";
  private static final String TEXT = "text/plain";

  /**
   * Takes a time that grows with the number of series.
   *
   * @param accept the header of the request: protobuf, delimited, or OpenMetrics 1.0.0 where it
   *     names that, else the text format 0.0.4; null without one
   */
  public static Exposition of(MetricSnapshots snapshots, @Nullable String accept, boolean gzip) {
    ExpositionFormatWriter writer = writer(accept);
    List<Buffer> pieces = new ArrayList<>();
    try (OutputStream out = gzip ? new GZIPOutputStream(into(pieces)) : into(pieces)) {
      writer.write(out, snapshots);
    } catch (IOException e) {
      throw new UncheckedIOException("memory can be written to", e);
    }
    return new Exposition(pieces, writer.getContentType());
  }

  /** All in one. */
  public Buffer body() {
    Buffer body = Buffer.buffer();
    pieces.forEach(body::appendBuffer);
    return body;
  }

  /**
   * The type that a request prefers of those that can be written, by quality (RFC 9110, section
   * 12.5.1): for {@link #of} as a header. A request that accepts none of them gets text, since that
   * is of more use to it than 406.
   */
  public static String accepted(RoutingContext context) {
    return context.parsedHeaders().accept().stream() // the best first
        .filter(type -> type.weight() > 0)
        .flatMap(Exposition::written)
        .findFirst()
        .orElse(TEXT);
  }

  /** What is written for a type that a request accepts; empty where that is none of the formats. */
  private static Stream<String> written(MIMEHeader type) {
    return switch (type.component() + "/" + type.subComponent()) {
      case OPEN_METRICS -> Stream.of(OPEN_METRICS);
      case TEXT, "text/*", "*/*" -> Stream.of(TEXT);
      case "application/vnd.google.protobuf" ->
          "io.prometheus.client.MetricFamily".equals(type.parameter("proto"))
                  && "delimited".equals(type.parameter("encoding"))
              ? Stream.of(PROTOBUF)
              : Stream.empty();
      default -> Stream.empty();
    };
  }

  /** A writer with the library's defaults, whatever the environment says. */
  private static ExpositionFormatWriter writer(@Nullable String accept) {
    return ExpositionFormats.init(ExporterProperties.builder().build()).findWriter(accept);
  }

  private static OutputStream into(List<Buffer> pieces) {
    return new OutputStream() {
      private Buffer last = Buffer.buffer(FIRST_PIECE);

      {
        pieces.add(last);
      }

      @Override
      public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) {
        if (last.length() + length > PIECE) {
          last = Buffer.buffer(PIECE);
          pieces.add(last);
        }
        last.appendBytes(bytes, offset, length);
      }
    };
  }
}
