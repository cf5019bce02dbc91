package io.wsgauge.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AttackTest {
  @Test
  @DisplayName("Each attack has a name of its own")
  void names() {
    List<String> names = AttackLab.attacks(true).stream().map(attack -> attack.name).toList();
    assertEquals(names.size(), new HashSet<>(names).size(), names::toString);
  }
}
