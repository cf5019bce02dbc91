package io.wsgauge.check.measurement;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a wsgauge server has seen of one connection ({@code reply=record}).
 *
 * @param requestLine as it arrived
 * @param request the headers as they arrived
 * @param answer the headers of the 101 as it was sent
 * @param ageSeconds from the 101 to the end, or to now
 * @param ending null while it is open
 * @param closeSent code of the server's own close frame; 0 without one
 * @param closeAnswered whether the peer has answered that
 */
public record ServerRecord(
    String node,
    long connection,
    String requestLine,
    List<Header> request,
    List<Header> answer,
    String subprotocol,
    String extensions,
    double ageSeconds,
    @Nullable Ending ending,
    int closeSent,
    boolean closeAnswered,
    Traffic received,
    Traffic sent,
    long unsentBytes) {

  /**
   * One direction.
   *
   * @param fragments frames that are not the whole message
   * @param largest bytes of the largest message
   */
  public record Traffic(
      long messages,
      long frames,
      long bytes,
      long pings,
      long pongs,
      long fragments,
      long largest) {}
}
