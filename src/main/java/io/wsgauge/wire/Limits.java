package io.wsgauge.wire;

/**
 * What a peer may send.
 *
 * @param frameSize of a frame's payload as it comes over the wire
 * @param fragments of one message
 * @param frames of any kind in a second
 * @param bytes of payload in a second, as they come over the wire
 */
public record Limits(Limit frameSize, Limit fragments, Limit frames, Limit bytes) {
  public static Limits ofFrameSize(Limit frameSize) {
    return new Limits(frameSize, Limit.NONE, Limit.NONE, Limit.NONE);
  }

  boolean haveRate() {
    return frames.value() > 0 || bytes.value() > 0;
  }
}
