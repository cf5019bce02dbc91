package io.wsgauge.check.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.wsgauge.check.rule.Catalogue;
import io.wsgauge.check.rule.Catalogue.Behaviour;
import io.wsgauge.check.rule.Catalogue.Mend;
import io.wsgauge.check.rule.Catalogue.Product;
import io.wsgauge.check.rule.FindingId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FindingsDocTest {
  private static final Catalogue CATALOGUE = CatalogueFile.read();
  private static final List<String> IDS =
      Arrays.stream(FindingId.values()).map(FindingId::label).toList();

  @Test
  @DisplayName("docs/findings.md has a section for each finding, in the order of the code")
  void sections() throws IOException {
    assertEquals(IDS, List.copyOf(sectionsOfPage().keySet()));
  }

  @Test
  @DisplayName("each section names the key of its value, how it is measured and what is behind it")
  void texts() throws IOException {
    Map<String, String> sections = sectionsOfPage();
    for (FindingId id : FindingId.values()) {
      String section = sections.get(id.label());
      assertEquals(!id.value().isEmpty(), section.contains("- value: `"), id::label);
      assertTrue(
          id.value().isEmpty() || section.contains("- value: `" + id.value() + "`"), id::label);
      assertTrue(section.contains("\n- measured: "), id::label);
      assertTrue(section.contains("\n- behind it: "), id::label);
    }
  }

  @Test
  @DisplayName("its tables are the catalogue's, row by row")
  void tables() throws IOException {
    Map<String, List<String>> expected = new HashMap<>();
    IDS.forEach(id -> expected.put(id, new ArrayList<>()));
    for (Product product : CATALOGUE.products()) {
      for (Behaviour behaviour : product.behaviours()) {
        expected.get(behaviour.finding().label()).add(row(product, behaviour));
      }
      for (Mend mend : product.mends()) {
        expected.get(mend.finding().label()).add(row(product, mend));
      }
    }
    sectionsOfPage()
        .forEach(
            (id, section) ->
                assertEquals(
                    expected.get(id).stream().sorted().toList(),
                    section
                        .lines()
                        .filter(line -> line.startsWith("| "))
                        .filter(line -> !line.matches("[|] (known of|in) [|] .*"))
                        .sorted()
                        .toList(),
                    id));
  }

  @Test
  @DisplayName("each finding is mended whatever is in between, and each fact has source and date")
  void catalogue() {
    List<Mend> any = CATALOGUE.product("any").orElseThrow().mends();
    assertEquals(
        IDS.stream().sorted().toList(),
        any.stream().map(mend -> mend.finding().label()).distinct().sorted().toList());
    for (Product product : CATALOGUE.products()) {
      product.behaviours().forEach(known -> assertSource(known.source()));
      product.mends().forEach(mend -> assertSource(mend.source()));
    }
  }

  @Test
  @DisplayName("the report's schema has each id")
  void schema() {
    JsonObject schema = new JsonObject(CatalogueFile.resource(ReportJson.SCHEMA));
    assertEquals(
        IDS, schema.getJsonObject("$defs").getJsonObject("finding").getJsonArray("enum").getList());
  }

  private static void assertSource(Catalogue.Source source) {
    assertFalse(source.address().isBlank());
    assertTrue(source.date().matches("20\\d\\d-\\d\\d"), source::date);
  }

  private static String row(Product product, Behaviour behaviour) {
    return row(
        product, cell(behaviour.because()) + direction(behaviour.direction()), behaviour.source());
  }

  private static String row(Product product, Mend mend) {
    String text = cell(mend.text().replace("{ping}", "25 s (for 60 s)"));
    return row(
        product,
        (product.id().equals("any") ? text : "`" + text + "`")
            + (mend.value() == null ? "" : " (`" + mend.value() + "`)")
            + direction(mend.direction()),
        mend.source());
  }

  private static String direction(String direction) {
    return direction == null ? "" : " (`" + direction + "`)";
  }

  private static String row(Product product, String text, Catalogue.Source source) {
    return "| %s | %s | %s |".formatted(product.name(), text, cell(source.address()));
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }

  private static Map<String, String> sectionsOfPage() throws IOException {
    Map<String, String> sections = new LinkedHashMap<>();
    String[] parts = Files.readString(Path.of("docs/findings.md")).split("\n## ");
    for (String part : Arrays.asList(parts).subList(1, parts.length)) {
      sections.put(part.lines().findFirst().orElseThrow(), part);
    }
    return sections;
  }
}
