package io.wsgauge.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The check of a text, whole, in the direct memory into which sockets are read. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class Utf8ValidatorBenchmark {
  /** What the text consists of. */
  public enum Script {
    ASCII("hello, i am server"),
    LATIN("Grüße an alle, ça va ? "),
    CJK("你好,世界"),
    EMOJI("😀😃");

    private final String text;

    Script(String text) {
      this.text = text;
    }
  }

  @Param Script script;

  @Param({"64", "16384"})
  int size;

  private final Utf8Validator utf8 = new Utf8Validator();
  private ByteBuf bytes;

  @Setup
  public void fill() {
    byte[] piece = script.text.getBytes(StandardCharsets.UTF_8);
    bytes = PooledByteBufAllocator.DEFAULT.directBuffer(size + piece.length);
    while (bytes.readableBytes() < size) {
      bytes.writeBytes(piece);
    }
  }

  @TearDown
  public void release() {
    bytes.release();
  }

  @Benchmark
  public boolean check() {
    return utf8.accepts(bytes.internalNioBuffer(0, bytes.readableBytes())) && utf8.ends();
  }
}
