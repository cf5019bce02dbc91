package io.wsgauge.config;

import java.util.List;
import java.util.regex.Pattern;

/** What the parser says of a text that is not JSON, for who has written it. Thread-safe. */
final class JsonFault {
  private static final String QUOTES = "a text, such as a duration, needs double quotes";

  /**
   * The first that is found tells it; a word that is not known may be a secret, and is left out.
   */
  private static final List<Rule> RULES =
      List.of(
          new Rule("a \\(non-standard\\) comment|character \\('#'", "JSON has no comments"),
          new Rule("character \\('}'.* field name", "a comma before }"),
          new Rule("character \\('\\]'.* valid value", "a comma before ]"),
          new Rule("field name$", "a key needs double quotes"),
          new Rule("^Unrecognized token", "a word that is none of JSON; " + QUOTES),
          new Rule("was expecting comma", "a comma is missing; " + QUOTES),
          new Rule("was expecting a colon", "a colon is missing after the key"),
          new Rule("expected a valid value", "a value is wrong or missing; " + QUOTES),
          new Rule("^Non-standard token", "a number must have digits"),
          new Rule("plus signs", "a number must have no plus sign"));

  /** What the parser says of its own settings. */
  private static final Pattern SETTINGS =
      Pattern.compile("(?s) \\((for|start marker) .*|, from `.*`");

  private record Rule(Pattern found, String words) {
    Rule(String found, String words) {
      this(Pattern.compile(found, Pattern.DOTALL), words);
    }
  }

  private JsonFault() {}

  /**
   * @param message the parser's own
   */
  static String words(String message) {
    return RULES.stream()
        .filter(rule -> rule.found().matcher(message).find())
        .map(Rule::words)
        .findFirst()
        .orElseGet(() -> SETTINGS.matcher(message).replaceAll(""));
  }
}
