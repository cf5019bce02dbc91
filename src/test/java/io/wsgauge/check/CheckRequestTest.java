package io.wsgauge.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonObject;
import io.wsgauge.check.step.Survey;
import io.wsgauge.config.Problems;
import io.wsgauge.testing.Configs;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckRequestTest {
  private final Problems problems = new Problems();

  private CheckRequest parse(String json) {
    return CheckRequest.of(new JsonObject(json.replace('\'', '"')), Configs.check("{}"), problems);
  }

  @Test
  @DisplayName("options are those of the command, with its defaults")
  void options() {
    CheckRequest request =
        parse(
            "{'url': 'wss://a/ws', 'headers': ['Authorization: Bearer x'], 'origin': 'https://a'}");
    assertEquals(List.of(), problems.lines());
    assertEquals(Duration.ofSeconds(75), request.horizon());
    assertEquals(List.of("Authorization: Bearer x", "Origin: https://a"), request.headers());
    assertEquals(Duration.ZERO, parse("{'url': 'wss://a/ws', 'quick': true}").horizon());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|url there must be either a url or the name of a target",
        "{'url': 'ws://a@b/ws'}|url \"ws://***@b/ws\" - must not hold credentials",
        "{'url': 'ws://a/ws#f'}|url \"ws://a/ws#***\" - must be a ws:// or wss:// URL",
        "{'url': 'ws://a:99999/ws'}|url \"ws://a:99999/ws\" - has no port between 1 and 65535",
        "{'url': 'ws://a/\\ud800'}|"
            + "url \"ws://a/\ud800\" - has half of a surrogate pair, which is no UTF-8",
        "{'target': 'a', 'insecure': true}|insecure is the target's own",
        "{'url': 'ws://a', 'direct': 'b'}|direct \"b\" - must be a ws:// or wss:// URL",
        "{'url': 'ws://a', 'horizon': '11m'}|"
            + "horizon \"11m\" - must be a duration between 1s and 10 min",
        "{'url': 'ws://a', 'skip': ['tls']}|skip \"tls\" - is needed by all others",
        "{'url': 'ws://a', 'only': ['silense']}|"
            + "only \"silense\" - no such step; did you mean silence?",
        "{'url': 'ws://a', 'headers': ['host: b']}|"
            + "headers must not have Host, which is that of the url",
        "{'url': 'ws://a', 'headers': ['Upgrade: b']}|"
            + "headers[0] \"Upgrade: b\" - is a header of the handshake itself",
        "{'url': 'ws://a', 'headers': 'a: b'}|headers \"a: ***\" - must be a list of texts",
        "{'url': 'ws://a', 'addresses': 'both'}|"
            + "addresses \"both\" - must be one of any, ipv4, ipv6",
        "{'url': 'ws://a', 'connectTo': '10.0.0.1:22'}|connectTo is no option of a check"
      })
  @DisplayName("what a check cannot be asked for is told")
  void wrong(String json, String problem) {
    parse(json);
    assertEquals(List.of(problem), problems.lines());
  }

  @ParameterizedTest
  @ValueSource(strings = {"headers", "subprotocols", "only", "skip"})
  @DisplayName("of a list that is longer than any that is needed nothing but that is told")
  void longLists(String name) {
    parse("{'url': 'ws://a', '%s': [%s'a']}".formatted(name, "'a:b',".repeat(2000)));
    int most = name.endsWith("s") ? 20 : Survey.STEPS.size();
    assertEquals(List.of(name + " must be at most " + most), problems.lines());
  }

  @Test
  @DisplayName("of many names that are no options the first are told")
  void unknownNames() {
    parse(
        IntStream.range(0, 1500)
            .mapToObj("'k%d': 1, "::formatted)
            .collect(Collectors.joining("", "{", "'url': 'ws://a'}")));
    assertEquals(14, problems.lines().size());
  }
}
