package io.wsgauge.telemetry;

import io.prometheus.metrics.config.ExporterProperties;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/** Metrics as text, in a format of Prometheus. */
public record Exposition(Buffer body, String contentType) {
  /**
   * Takes a time that grows with the number of series.
   *
   * @param accept the header of the request: OpenMetrics 1.0.0 where it names that, else the text
   *     format 0.0.4; null for none
   */
  public static Exposition of(MetricSnapshots snapshots, String accept, boolean gzip) {
    ExpositionFormatWriter writer = writer(accept);
    Buffer body = Buffer.buffer();
    try (OutputStream out = gzip ? new GZIPOutputStream(into(body)) : into(body)) {
      writer.write(out, snapshots);
    } catch (IOException e) {
      throw new UncheckedIOException("memory can be written to", e);
    }
    return new Exposition(body, writer.getContentType());
  }

  /** That {@link #of} has for this header; as a header itself, it asks for the same. */
  static String contentType(String accept) {
    return writer(accept).getContentType();
  }

  /** With the library's defaults, whatever the environment says. */
  private static ExpositionFormatWriter writer(String accept) {
    return ExpositionFormats.init(ExporterProperties.builder().build()).findWriter(accept);
  }

  /** Copies once, where a stream of bytes would three times what may be many megabytes. */
  private static OutputStream into(Buffer body) {
    return new OutputStream() {
      @Override
      public void write(int value) {
        body.appendByte((byte) value);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) {
        body.appendBytes(bytes, offset, length);
      }
    };
  }
}
