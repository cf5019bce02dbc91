package io.wsgauge.check.measurement;

import java.util.List;

/**
 * The step {@code garbage}: answers to what is not HTTP, which tell who answers first.
 *
 * @param tlsAlso whether the port was asked in TLS
 */
public record GarbageProbe(List<Reply> replies, boolean tlsAlso) {
  /**
   * One answer.
   *
   * @param sent the line
   * @param text the first KiB, each byte as one character
   */
  public record Reply(String sent, String text, boolean ended, double seconds) {}
}
