package io.wsgauge.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The modules of the page: who imports whom, when loaded, later, or for a type alone. */
class PageModulesTest {
  private static final Path PAGE = Path.of("src/main/resources/page");
  private static final Path SHARED = Path.of("shared");
  private static final Path LIBRARY = Path.of("uplot");

  private static final Pattern IMPORT =
      Pattern.compile("\\b(?:from|import)\\s*\\(?\\s*['\"]([^'\"]+)['\"]");

  /** Those without which it does not run, unlike those of types and those that are loaded later. */
  private static final Pattern NEEDED =
      Pattern.compile("(?m)^(?:import|export)\\b[^;]*?from\\s*['\"]([^'\"]+)['\"]");

  private static final Pattern STYLES = Pattern.compile("loadStyles\\(([^)]*)\\)");
  private static final Pattern QUOTED = Pattern.compile("'([^']+)'");

  /** What each module imports, by paths below the page's directory. */
  private static final Map<Path, List<Path>> IMPORTS = new TreeMap<>();

  @BeforeAll
  static void read() throws IOException {
    try (Stream<Path> files = Files.walk(PAGE)) {
      for (Path file : files.filter(name -> name.toString().endsWith(".js")).toList()) {
        Matcher imports = IMPORT.matcher(Files.readString(file));
        List<Path> imported =
            imports
                .results()
                .map(found -> file.resolveSibling(found.group(1)).normalize())
                .toList();
        IMPORTS.put(PAGE.relativize(file), imported.stream().map(PAGE::relativize).toList());
      }
    }
  }

  @Test
  @DisplayName("each import leads to a module of the page or into the chart library")
  void exist() {
    List<String> missing = new ArrayList<>();
    IMPORTS.forEach(
        (module, imported) ->
            imported.stream()
                .filter(name -> !IMPORTS.containsKey(name) && !name.startsWith(LIBRARY))
                .forEach(name -> missing.add(module + " imports " + name)));
    assertEquals(List.of(), missing);
  }

  @Test
  @DisplayName("no view imports from another, and what they share imports from none")
  void viewsApart() {
    List<String> across = new ArrayList<>();
    IMPORTS.forEach(
        (module, imported) ->
            imported.stream()
                .filter(name -> module.getNameCount() > 1)
                .filter(name -> !name.startsWith(SHARED) && !name.startsWith(LIBRARY))
                .filter(name -> !module.getName(0).equals(name.getName(0)))
                .forEach(name -> across.add(module + " imports " + name)));
    assertEquals(List.of(), across);
  }

  @Test
  @DisplayName("the imports make no circle")
  void noCircle() {
    Set<Path> left = new HashSet<>(IMPORTS.keySet());
    while (left.removeIf(module -> importsNone(module, left) || importedByNone(module, left))) {}
    assertEquals(Set.of(), left);
  }

  private static boolean importsNone(Path module, Set<Path> of) {
    return IMPORTS.get(module).stream().noneMatch(of::contains);
  }

  private static boolean importedByNone(Path module, Set<Path> of) {
    return of.stream().noneMatch(other -> IMPORTS.get(other).contains(module));
  }

  @ParameterizedTest
  @CsvSource({
    "'ALWAYS = ', views.js, shared/keys.js",
    "'try: ', try/try.js, ",
    "'check: ', check/check.js, ",
    "'targets: ', targets/targets.js, ",
    "'matrix: ', matrix/matrix.js, "
  })
  @DisplayName("what a view needs is asked for at once, and nothing else")
  void preloaded(String list, String first, String second) throws IOException {
    Set<String> needed = new TreeSet<>();
    for (String module : Stream.of(first, second).filter(Objects::nonNull).toList()) {
      need(Path.of(module), needed);
    }
    if (second == null) {
      need(Path.of("views.js"), new TreeSet<>()).forEach(needed::remove);
    }
    String text = Files.readString(PAGE.resolve("preload.js"));
    int start = text.indexOf(list + "[");
    assertEquals(needed, quoted(text.substring(start, text.indexOf(']', start))), list);
  }

  /** Adds a module, what it imports and the style sheets that it loads. */
  private static Set<String> need(Path module, Set<String> needed) throws IOException {
    if (!needed.add(module.toString()) || module.startsWith(LIBRARY)) {
      return needed;
    }
    String text = Files.readString(PAGE.resolve(module));
    for (MatchResult styles : STYLES.matcher(text).results().toList()) {
      needed.addAll(quoted(styles.group(1)));
    }
    for (MatchResult imported : NEEDED.matcher(text).results().toList()) {
      need(module.resolveSibling(imported.group(1)).normalize(), needed);
    }
    return needed;
  }

  private static Set<String> quoted(String text) {
    return QUOTED
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
