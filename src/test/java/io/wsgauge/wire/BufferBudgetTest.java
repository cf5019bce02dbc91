package io.wsgauge.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsgauge.wire.BufferBudget.Account;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BufferBudgetTest {
  private final BufferBudget budget = new BufferBudget(100);
  private final List<String> told = new ArrayList<>();

  private Account holding(String name, long bytes) {
    Account account = budget.open(() -> told.add(name));
    account.hold(bytes);
    return account;
  }

  @Test
  @DisplayName("it is tight beyond three quarters, and ample below half")
  void marks() {
    Account account = holding("a", 49);
    assertTrue(budget.isAmple());
    account.hold(50);
    assertFalse(budget.isAmple());
    account.hold(75);
    assertFalse(budget.isTight());
    account.hold(76);
    assertTrue(budget.isTight());
  }

  @Test
  @DisplayName("beyond all of it the largest holders are to leave, until half of it is free")
  void largest() {
    holding("small", 10);
    holding("large", 40);
    holding("larger", 45);
    assertEquals(List.of(), told);
    holding("last", 6);
    assertEquals(List.of("larger", "large"), told);
  }

  @Test
  @DisplayName("who has been told to leave is told once, and counts as gone for the others")
  void once() {
    Account large = holding("large", 60);
    holding("small", 20);
    holding("other", 25);
    assertEquals(List.of("large"), told);
    holding("new", 5);
    assertEquals(List.of("large"), told, "though it has not left yet");
    large.hold(0);
    assertEquals(50, budget.used());
  }

  @Test
  @DisplayName("where it is tight for long the largest leave, and where it is not, nobody does")
  void relieve() {
    holding("small", 30);
    Account large = holding("large", 46);
    large.hold(45);
    budget.relieve();
    assertEquals(List.of(), told);
    large.hold(46);
    budget.relieve();
    assertEquals(List.of("large"), told);
  }

  @Test
  @DisplayName("who waits is called back, once, when it is not tight any more")
  void wakes() {
    Account account = holding("a", 80);
    budget.whenRelieved(() -> told.add("relieved"));
    account.hold(76);
    assertEquals(List.of(), told);
    account.hold(75);
    account.hold(0);
    assertEquals(List.of("relieved"), told);
  }

  @Test
  @DisplayName("what a connection needs as long as it lasts counts, and makes nobody leave")
  void use() {
    holding("a", 10);
    budget.use(95);
    assertEquals(105, budget.used());
    assertEquals(List.of(), told);
    budget.use(-95);
    assertTrue(budget.isAmple());
  }
}
