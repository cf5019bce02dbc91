package io.wsgauge.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsgauge.probe.TargetConfig.AddressFamily;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressRotationTest {
  private static List<InetSocketAddress> addresses(String... all) {
    return Stream.of(all).map(address -> new InetSocketAddress(address, 0)).toList();
  }

  private static String chosen(AddressRotation choice, List<InetSocketAddress> all) {
    return choice.apply(all).map(address -> address.getAddress().getHostAddress()).orElse("none");
  }

  @ParameterizedTest
  @CsvSource({
    "ANY, 10.0.0.1 10.0.0.2 10.0.0.1",
    "IPV4, 10.0.0.1 10.0.0.2 10.0.0.1",
    "IPV6, fd00:0:0:0:0:0:0:1 fd00:0:0:0:0:0:0:2 fd00:0:0:0:0:0:0:1",
  })
  @DisplayName("the addresses of one family are taken in turn")
  void inTurn(AddressFamily family, String expected) {
    AddressRotation choice = new AddressRotation(family);
    List<InetSocketAddress> all = addresses("10.0.0.1", "fd00::1", "10.0.0.2", "fd00::2");
    List<String> chosen = IntStream.range(0, 3).mapToObj(i -> chosen(choice, all)).toList();
    assertEquals(expected, String.join(" ", chosen));
  }

  @Test
  @DisplayName("any family is that of the first address")
  void first() {
    AddressRotation choice = new AddressRotation(AddressFamily.ANY);
    List<InetSocketAddress> all = addresses("fd00::1", "10.0.0.1");
    assertEquals("fd00:0:0:0:0:0:0:1", chosen(choice, all));
    assertEquals("fd00:0:0:0:0:0:0:1", chosen(choice, all));
  }

  @Test
  @DisplayName("there may be none of the wanted family")
  void none() {
    assertEquals("none", chosen(new AddressRotation(AddressFamily.IPV6), addresses("10.0.0.1")));
  }
}
