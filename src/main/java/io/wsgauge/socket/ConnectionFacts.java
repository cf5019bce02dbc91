package io.wsgauge.socket;

import io.wsgauge.wire.PassedFrame;
import io.wsgauge.wire.Traffic;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has become of a WebSocket since its 101, at one moment or at its end.
 *
 * @param connection its number in this process
 * @param subprotocol that was agreed on; null without one
 * @param extensions that were agreed on; empty without any
 * @param age until now, or until it ended
 * @param ending null while it is open
 * @param unsentBytes that wait in this process, or never were sent: about
 */
public record ConnectionFacts(
    long connection,
    @Nullable String subprotocol,
    String extensions,
    Duration age,
    @Nullable Ending ending,
    Flow received,
    Flow sent,
    long unsentBytes) {

  /**
   * One direction.
   *
   * @param frames of any kind, the close frame as well
   * @param fragments frames that are not their whole message
   * @param bytes of payload of messages, inflated
   * @param wireBytes of all frames as they are on the wire, with their heads
   * @param largest bytes of the largest message, inflated
   * @param last age at the latest frame; null before there is one
   * @param latest the latest frames, the oldest first; none of a connection that has no id
   */
  public record Flow(
      long messages,
      long frames,
      long fragments,
      long bytes,
      long wireBytes,
      long largest,
      long pings,
      long pongs,
      @Nullable Duration last,
      List<SeenFrame> latest) {
    /**
     * @param openedAt in {@link System#nanoTime}
     */
    static Flow of(MessageCounter messages, Traffic traffic, long openedAt) {
      return new Flow(
          messages.messages(),
          traffic.frames(),
          messages.fragments(),
          messages.bytes(),
          traffic.bytes(),
          messages.largest(),
          traffic.pings(),
          traffic.pongs(),
          traffic.frames() == 0 ? null : Duration.ofNanos(traffic.lastAt() - openedAt),
          traffic.latest().stream().map(frame -> SeenFrame.of(frame, openedAt)).toList());
    }
  }

  /**
   * A frame.
   *
   * @param age when it came or was sent
   * @param opcode in a word
   * @param compressed whether its head says that its message is
   * @param bytes of payload as it is on the wire
   */
  public record SeenFrame(
      Duration age, String opcode, boolean isFinal, boolean compressed, int bytes) {
    private static SeenFrame of(PassedFrame frame, long openedAt) {
      return new SeenFrame(
          Duration.ofNanos(frame.at() - openedAt),
          frame.opcode(),
          frame.isFinal(),
          frame.isCompressed(),
          frame.length());
    }
  }

  /**
   * How it ended.
   *
   * @param by {@code server} or {@code peer}, whoever has begun; {@code none} where TCP ended with
   *     neither a close frame nor the server's doing
   * @param how {@code close}, in order and after a close frame; {@code fin} or {@code rst}, TCP
   *     alone; {@code timeout}, by a timer of the server's or the kernel's
   * @param received the peer's close frame; null without one
   * @param sent the server's close frame; null without one
   */
  public record Ending(
      String by, String how, @Nullable CloseFrame received, @Nullable CloseFrame sent) {
    /** Whether the close frame that came first has got another in return. */
    public boolean isAnswered() {
      return received != null && sent != null;
    }
  }

  /** A close frame; its code is 1005 where it has none. */
  public record CloseFrame(int code, String reason) {}
}
