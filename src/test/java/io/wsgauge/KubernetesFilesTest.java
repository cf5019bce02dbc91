package io.wsgauge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsgauge.config.ConfigReader;
import io.wsgauge.config.ConfigSource;
import io.wsgauge.config.Overrides;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The manifests, read by the typed model of a client for Kubernetes. It is in a class loader of its
 * own, since with its JSON library on the class path Vert.x would use that one instead of its own.
 */
class KubernetesFilesTest {
  private static final Path DIRECTORY = Path.of("conf/kubernetes");

  private static final Map<String, String> MODEL =
      Map.of(
          "Deployment", "io.fabric8.kubernetes.api.model.apps.Deployment",
          "DaemonSet", "io.fabric8.kubernetes.api.model.apps.DaemonSet",
          "StatefulSet", "io.fabric8.kubernetes.api.model.apps.StatefulSet",
          "Service", "io.fabric8.kubernetes.api.model.Service",
          "ConfigMap", "io.fabric8.kubernetes.api.model.ConfigMap",
          "NetworkPolicy", "io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy",
          "PodDisruptionBudget", "io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget",
          "PodMonitor", "io.fabric8.openshift.api.model.monitoring.v1.PodMonitor",
          "PrometheusRule", "io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule");

  private static URLClassLoader loader;
  private static Object mapper;

  @BeforeAll
  static void load() throws Exception {
    List<URL> jars = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("target/kubernetes-model"))) {
      for (Path file : files.toList()) {
        jars.add(file.toUri().toURL());
      }
    }
    loader = new URLClassLoader(jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    mapper =
        loader
            .loadClass("com.fasterxml.jackson.dataformat.yaml.YAMLMapper")
            .getConstructor()
            .newInstance();
  }

  @AfterAll
  static void close() throws IOException {
    if (loader != null) {
      loader.close();
    }
  }

  private static Object read(String yaml, Class<?> type) throws Exception {
    return mapper
        .getClass()
        .getMethod("readValue", String.class, Class.class)
        .invoke(mapper, yaml, type);
  }

  @SuppressWarnings("unchecked") // of what YAML is made of
  private static Map<String, Object> untyped(String yaml) throws Exception {
    return (Map<String, Object>) read(yaml, Map.class);
  }

  /** Fails where the model has no place for a field. */
  private static void check(String name, String yaml) throws Exception {
    String kind = String.valueOf(untyped(yaml).get("kind"));
    String type = MODEL.get(kind);
    assertNotNull(type, name + ": " + kind);
    List<String> unknown = new ArrayList<>();
    unknown(read(yaml, loader.loadClass(type)), kind, unknown);
    assertEquals(List.of(), unknown, name);
  }

  /** The model keeps what it does not know, each object for itself. */
  private static void unknown(Object value, String path, List<String> found) throws Exception {
    if (value instanceof Collection<?> items) {
      for (Object item : items) {
        unknown(item, path + "[]", found);
      }
    } else if (value != null
        && value.getClass().getName().startsWith("io.fabric8.")
        && !value.getClass().isEnum()) {
      for (Method getter : value.getClass().getMethods()) {
        if (getter.getName().equals("getAdditionalProperties")) {
          ((Map<?, ?>) getter.invoke(value)).keySet().forEach(key -> found.add(path + "." + key));
        } else if (getter.getName().startsWith("get") && getter.getParameterCount() == 0) {
          unknown(getter.invoke(value), path + "." + getter.getName().substring(3), found);
        }
      }
    }
  }

  static List<Path> manifests() throws IOException {
    try (Stream<Path> files = Files.walk(DIRECTORY)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .filter(file -> !file.endsWith("kustomization.yaml"))
          // a patch
          .filter(file -> !file.endsWith("without-deployment.yaml"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("manifests")
  @DisplayName("each manifest has only fields that its kind has")
  void fields(Path file) throws Exception {
    check(file.toString(), Files.readString(file));
  }

  @Test
  @DisplayName("a field that a kind does not have is found, at any depth")
  void unknownField() throws Exception {
    List<String> unknown = new ArrayList<>();
    String yaml =
        Files.readString(DIRECTORY.resolve("base/deployment.yaml"))
            .replace("readOnlyRootFilesystem", "readOnlyRootFileSystem");
    unknown(read(yaml, loader.loadClass(MODEL.get("Deployment"))), "Deployment", unknown);
    assertEquals(
        List.of(
            "Deployment.Spec.Template.Spec.Containers[].SecurityContext.readOnlyRootFileSystem"),
        unknown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"base", "overlays/mesh", "overlays/shared"})
  @DisplayName("each kustomization renders, where there is kubectl, to what the model reads")
  void rendered(String directory) throws Exception {
    Process process;
    try {
      process =
          new ProcessBuilder("kubectl", "kustomize", DIRECTORY.resolve(directory).toString())
              .start();
    } catch (IOException e) {
      System.err.println("Skipped, no command kubectl");
      Assumptions.abort("no command kubectl");
      return;
    }
    String all = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0, errors);
    for (String manifest :
        Pattern.compile("^---$", Pattern.MULTILINE).splitAsStream(all).toList()) {
      check(directory, manifest);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"base/config.json", "overlays/shared/config.json"})
  @DisplayName("each configuration is right")
  void configuration(String file) throws Exception {
    assertNotNull(
        ConfigReader.read(
            ConfigSource.find(file, DIRECTORY), Overrides.of(Map.of()), Config.class));
  }

  @Test
  @DisplayName("the rule of the operator has the alerts of the file for Prometheus")
  void rules() throws Exception {
    Map<?, ?> rule = untyped(Files.readString(DIRECTORY.resolve("monitoring/prometheusrule.yaml")));
    assertEquals(
        untyped(Files.readString(Path.of("conf/prometheus/wsgauge.rules.yml"))), rule.get("spec"));
  }
}
