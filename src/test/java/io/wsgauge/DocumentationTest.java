package io.wsgauge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DocumentationTest {
  private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```");
  private static final Pattern CODE = Pattern.compile("`[^`]*`");
  private static final Pattern LINK = Pattern.compile("]\\(([^)#]*)(?:#([^)]*))?\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
  private static final Pattern TEST_CLASS = Pattern.compile("`(\\w+(?:Test|IT))`");

  @Test
  @DisplayName("each relative link leads to a file, and to a heading of it where it has an anchor")
  void links() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path page : pages()) {
      String text = CODE.matcher(withoutFenced(page)).replaceAll("");
      for (MatchResult link : LINK.matcher(text).results().toList()) {
        if (!link.group(1).contains(":") && !leadsSomewhere(page, link.group(1), link.group(2))) {
          broken.add(page + ": " + link.group());
        }
      }
    }
    assertEquals(List.of(), broken);
  }

  @Test
  @DisplayName("each test that is named exists")
  void tests() throws IOException {
    Set<String> tests = new HashSet<>();
    for (String root : List.of("src/test/java", "src/testbed/java")) {
      try (Stream<Path> files = Files.walk(Path.of(root))) {
        files.map(file -> file.getFileName().toString().replace(".java", "")).forEach(tests::add);
      }
    }
    List<String> missing = new ArrayList<>();
    for (Path page : pages()) {
      TEST_CLASS
          .matcher(withoutFenced(page))
          .results()
          .map(name -> name.group(1))
          .filter(name -> !tests.contains(name))
          .forEach(name -> missing.add(page + ": " + name));
    }
    assertEquals(List.of(), missing);
  }

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(Path.of("src/bench/README.md")));
    for (String directory : List.of("", "docs")) {
      try (Stream<Path> files = Files.list(Path.of(directory))) {
        files.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
      }
    }
    return pages;
  }

  private static boolean leadsSomewhere(Path page, String file, String anchor) throws IOException {
    Path target = file.isEmpty() ? page : page.resolveSibling(file);
    return Files.exists(target) && (anchor == null || anchors(target).contains(anchor));
  }

  /** As GitHub makes them of headings, of which no two on a page are the same. */
  private static Set<String> anchors(Path page) throws IOException {
    return HEADING
        .matcher(withoutFenced(page))
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\w -]", "").replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  private static String withoutFenced(Path page) throws IOException {
    return FENCED.matcher(Files.readString(page)).replaceAll("");
  }
}
