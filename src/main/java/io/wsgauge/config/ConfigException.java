package io.wsgauge.config;

import java.util.List;

/**
 * A configuration that cannot be used. Its message is for a person: a headline with the source and,
 * when values are wrong, one line for each. It has no stack trace, since the fault is not in code.
 */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1;

  /** An exception for what is wrong with a source as a whole. */
  public ConfigException(String source, String problem) {
    super(source + ": " + problem, null, false, false);
  }

  ConfigException(String source, List<Problem> problems) {
    super(format(source, problems), null, false, false);
  }

  private static String format(String source, List<Problem> problems) {
    int width = problems.stream().mapToInt(p -> p.path().length()).max().orElse(0);
    StringBuilder text = new StringBuilder(source).append(": ").append(problems.size());
    text.append(problems.size() == 1 ? " problem" : " problems");
    for (Problem problem : problems) {
      text.append("\n  ").append(problem.path());
      text.append(" ".repeat(width - problem.path().length() + 2)).append(problem.explanation());
    }
    return text.toString();
  }
}
