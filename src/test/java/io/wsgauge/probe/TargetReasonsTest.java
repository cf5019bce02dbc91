package io.wsgauge.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsgauge.testing.Configs;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetReasonsTest {
  private static final Set<String> SOMETIMES =
      Set.of("resolve", "proxy", "tls", "send", "reply", "pong");

  private static final Set<Reason> ALWAYS =
      EnumSet.allOf(Reason.class).stream()
          .filter(reason -> !SOMETIMES.contains(word(reason)))
          .collect(Collectors.toSet());

  @ParameterizedTest(name = "{0} {1}")
  @DisplayName("a target may fail for what it does alone, and for all that any target may")
  @CsvSource(
      delimiter = '|',
      value = {
        "ws://h/      |                                               | resolve reply send",
        "ws://10.0.0.1/ |                                             | reply send",
        "ws://h/      | , 'connectTo': '10.0.0.1:80'                  | reply send",
        "ws://10.0.0.1/ | , 'connectTo': 'h:80'                       | resolve reply send",
        "wss://h/     |                                               | resolve tls reply send",
        "ws://h/      | , 'proxy': {'url': 'http://p:3128'}           | proxy reply send",
        "ws://h/      | , 'kind': 'ping'                              | resolve pong send",
        "ws://h/      | , 'kind': 'connect', 'connection': 'fresh'    | resolve",
        "ws://h/      | , 'kind': 'idle', 'connection': 'fresh', 'silence': '1s', 'timeout': '9s' | resolve reply send",
        "ws://h/      | , 'kind': 'idle', 'connection': 'fresh', 'silence': '1s', 'timeout': '9s', 'message': '' | resolve pong send"
      })
  void reasons(String url, String more, String expected) {
    String options = more == null ? "" : more.replace('\'', '"');
    TargetConfig config =
        Configs.client(
                "{'targets': [{'name': 't', 'url': '%s'".replace('\'', '"').formatted(url)
                    + options
                    + "}]}")
            .targets()
            .get(0);
    Set<Reason> reasons = EnumSet.copyOf(Target.of(config).get(0).reasons());
    assertEquals(
        Set.of(expected.split(" ")),
        reasons.stream()
            .map(TargetReasonsTest::word)
            .filter(SOMETIMES::contains)
            .collect(Collectors.toSet()));
    assertEquals(ALWAYS, reasons.stream().filter(ALWAYS::contains).collect(Collectors.toSet()));
  }

  private static String word(Reason reason) {
    // which any frame may be, whatever is awaited
    return reason == Reason.REPLY_TOO_LARGE ? "" : reason.label().replaceFirst("-.*", "");
  }
}
