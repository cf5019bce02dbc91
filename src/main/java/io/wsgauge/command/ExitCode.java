package io.wsgauge.command;

/** The exit codes of all commands. */
public final class ExitCode {
  public static final int FINE = 0;

  /** The command failed while it ran; of {@code ping}: some runs were not answered. */
  public static final int FAILED = 1;

  /** Wrong arguments or configuration. */
  public static final int WRONG_INPUT = 2;

  /** Nothing was answered, or could be completed. */
  public static final int NOTHING = 3;

  private ExitCode() {}
}
