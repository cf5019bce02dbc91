package io.wsgauge.check.measurement;

import java.util.List;

/** The step {@code connect}: TCP to each address, twice where the first failed. */
public record Reachability(List<Reach> addresses) {
  /**
   * One address.
   *
   * @param seconds of the better try
   */
  public record Reach(String address, Attempt.Result result, double seconds, String detail) {
    /** Whether TCP connected. */
    public boolean isConnected() {
      return result == Attempt.Result.ANSWERED;
    }
  }
}
