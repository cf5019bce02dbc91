package io.wsgauge.wire;

/**
 * What a peer may send.
 *
 * @param frameSize of a frame's payload as it comes over the wire
 * @param fragments of one message
 * @param frames of any kind in a second
 * @param bytes of payload in a second, the larger of what came over the wire and what it inflates
 *     to
 */
public record Limits(Limit frameSize, Limit fragments, Limit frames, Limit bytes) {
  /** Without one on the bytes in a second. */
  public static Limits of(Limit frameSize, Limit fragments, Limit frames) {
    return new Limits(frameSize, fragments, frames, Limit.NONE);
  }

  boolean haveRate() {
    return frames.value() > 0 || bytes.value() > 0;
  }
}
