package io.wsgauge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wsgauge.config.ConfigException;
import io.wsgauge.config.ConfigReader;
import io.wsgauge.config.ConfigReader.Effective;
import io.wsgauge.config.ConfigSource;
import io.wsgauge.config.Overrides;
import io.wsgauge.probe.TargetConfig;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigTest {
  @TempDir Path directory;

  private static Effective<Config> read(String json, Map<String, String> environment)
      throws ConfigException {
    return ConfigReader.read(
        new ConfigSource("test", new JsonObject(json)), Overrides.of(environment), Config.class);
  }

  @Test
  @DisplayName("a module has nothing of the defaults that is a secret, and all of its own")
  void modulesOwn() throws Exception {
    Path token = Files.writeString(directory.resolve("token"), "t0ken");
    Config config =
        read(
                """
                {"client": {"defaults": {"headers": ["X-Tenant: 1"], "timeout": "7s",
                                         "auth": {"user": "", "tokenFile": "%s"}},
                            "probe": {"modules": [{"name": "a"},
                                                  {"name": "b", "headers": ["X-Tenant: 1"]}]}}}
                """
                    .formatted(token),
                Map.of())
            .config();
    List<TargetConfig> modules = config.client().probe().modules();
    assertEquals("", modules.get(0).auth().tokenFile());
    assertEquals(List.of(), modules.get(0).headers());
    assertEquals(Duration.ofSeconds(7), modules.get(0).timeout());
    assertEquals(List.of("X-Tenant: 1"), modules.get(1).headers());
  }

  @Test
  @DisplayName("conf/config.json holds every key at its default")
  void configFileHoldsEveryDefault() throws Exception {
    JsonObject file = new JsonObject(Files.readString(Path.of("conf/config.json")));
    assertEquals("config.schema.json", file.remove("$schema"));
    assertEquals(read("{}", Map.of()).json(), file);
  }

  @Test
  @DisplayName("what a file leaves out keeps its default, also in targets")
  void leftOutKeysKeepTheirDefault() throws Exception {
    Config config =
        read(
                """
                {"server": {"port": 9090},
                 "client": {"targets": [{"name": "a", "url": "ws://h/", "interval": "250ms"}]}}
                """,
                Map.of())
            .config();
    assertEquals(9090, config.server().port());
    assertEquals("0.0.0.0", config.server().host());
    assertEquals(Duration.ofMillis(250), config.client().targets().get(0).interval());
    assertEquals("hi i am client", config.client().targets().get(0).message());
  }

  @Test
  @DisplayName("the environment overrides leaves of every type")
  void environmentOverrides() throws Exception {
    Config config =
        read(
                "{\"server\": {\"port\": 1}}",
                Map.of(
                    "WSGAUGE_SERVER_PORT", "9090",
                    "WSGAUGE_SOCKET_IDLE_TIMEOUT", "2h",
                    "WSGAUGE_SOCKET_COMPRESSION", "false",
                    "WSGAUGE_SOCKET_REPLY_TEXT", "1",
                    "WSGAUGE_SOCKET_ALLOWED_ORIGINS", "[\"https://a.example\"]",
                    "WSGAUGE_CLIENT_TARGETS_0_URL", "ws://h/ws"))
            .config();
    assertEquals(9090, config.server().port());
    assertEquals(Duration.ofHours(2), config.socket().idleTimeout());
    assertEquals(false, config.socket().compression());
    assertEquals("1", config.socket().reply().text());
    assertEquals(1, config.socket().allowedOrigins().size());
    assertEquals("ws://h/ws", config.client().targets().get(0).url());
    assertEquals("self", config.client().targets().get(0).name());
  }

  @Test
  @DisplayName("each key that is bytes takes them with a unit as well, and shows them as written")
  void sizes() throws Exception {
    Effective<Config> read =
        read(
            """
            {"server": {"maxRequestLineSize": "2KiB", "maxHeaderSize": 9000},
             "socket": {"maxFrameSize": "1MiB", "maxMessageSize": "1GiB", "maxBytesPerSecond": "3MiB",
                        "readBufferSize": "2KiB", "writeBufferSize": "512B", "log": {"maxLength": "1KiB"}},
             "scenario": {"maxSize": "128KiB", "maxBytesPerSecond": "2MiB"},
             "client": {"targets": [{"name": "a", "url": "self", "messageSize": "4KiB"}],
                        "log": {"maxLength": "100B"}}}
            """,
            Map.of(
                "WSGAUGE_SOCKET_MAX_BUFFERED_BYTES",
                "4GiB",
                "WSGAUGE_SOCKET_MAX_FRAME_SIZE",
                "200"));
    Config config = read.config();
    assertEquals(2048, config.server().maxRequestLineSize());
    assertEquals(9000, config.server().maxHeaderSize());
    assertEquals(200, config.socket().maxFrameSize());
    assertEquals(1 << 30, config.socket().maxMessageSize());
    assertEquals(3 << 20, config.socket().maxBytesPerSecond());
    assertEquals(4L << 30, config.socket().maxBufferedBytes());
    assertEquals(2048, config.socket().readBufferSize());
    assertEquals(512, config.socket().writeBufferSize());
    assertEquals(1024, config.socket().log().maxLength());
    assertEquals(128 << 10, config.scenario().maxSize());
    assertEquals(2 << 20, config.scenario().maxBytesPerSecond());
    assertEquals(4096, config.client().targets().get(0).messageSize());
    assertEquals(100, config.client().log().maxLength());
    assertEquals("2KiB", read.shown().getJsonObject("server").getString("maxRequestLineSize"));
    assertEquals("4GiB", read.shown().getJsonObject("socket").getString("maxBufferedBytes"));
  }

  @Test
  @DisplayName("the environment adds targets, the tenth as well as the second")
  void environmentAddsTargets() throws Exception {
    Map<String, String> environment = new HashMap<>();
    for (int i = 1; i <= 10; i++) {
      environment.put("WSGAUGE_CLIENT_TARGETS_" + i + "_NAME", "t" + i);
      environment.put("WSGAUGE_CLIENT_TARGETS_" + i + "_URL", "ws://h" + i + "/");
    }
    List<TargetConfig> targets = read("{}", environment).config().client().targets();
    assertEquals(11, targets.size());
    assertEquals("ws://h10/", targets.get(10).url());
    assertEquals(Duration.ofSeconds(1), targets.get(10).interval());
  }

  @Test
  @DisplayName(
      "a target takes what it leaves out from client.defaults, within its sections as well")
  void targetsInherit() throws Exception {
    List<TargetConfig> targets =
        read(
                """
                {"client": {
                  "targets": [
                    {"name": "a", "url": "ws://a/"},
                    {"name": "b", "url": "ws://b/", "kind": "connect", "headers": ["B: 2"],
                     "proxy": {"url": "http://b:2"}}],
                  "defaults": {
                    "kind": "ping", "interval": "7s", "headers": ["A: 1"],
                    "proxy": {"url": "http://a:1", "user": "u",
                              "passwordFile": "src/test/resources/config/invalid-list.txt"}}}}
                """,
                Map.of())
            .config()
            .client()
            .targets();
    assertEquals(TargetConfig.Kind.PING, targets.get(0).kind());
    assertEquals(Duration.ofSeconds(7), targets.get(0).interval());
    assertEquals(List.of("A: 1"), targets.get(0).headers());
    assertEquals(TargetConfig.Kind.CONNECT, targets.get(1).kind());
    assertEquals(Duration.ofSeconds(7), targets.get(1).interval());
    assertEquals(List.of("B: 2"), targets.get(1).headers());
    assertEquals("http://b:2", targets.get(1).proxy().url());
    assertEquals("u", targets.get(1).proxy().user());
  }

  @Test
  @DisplayName("targets inherit what the environment sets, those of the environment as well")
  void targetsInheritFromTheEnvironment() throws Exception {
    List<TargetConfig> targets =
        read(
                "{}",
                Map.of(
                    "WSGAUGE_CLIENT_DEFAULTS_INTERVAL", "5s",
                    "WSGAUGE_CLIENT_TARGETS_1_NAME", "b",
                    "WSGAUGE_CLIENT_TARGETS_1_URL", "ws://b/",
                    "WSGAUGE_CLIENT_TARGETS_1_TLS_INSECURE", "true"))
            .config()
            .client()
            .targets();
    assertEquals(Duration.ofSeconds(5), targets.get(0).interval());
    assertEquals(Duration.ofSeconds(5), targets.get(1).interval());
    assertTrue(targets.get(1).tls().insecure());
  }

  @Test
  @DisplayName("what is wrong in client.defaults of the environment is told once, by the variable")
  void wrongDefaultOfTheEnvironment() {
    ConfigException refusal =
        assertThrows(
            ConfigException.class,
            () -> read("{}", Map.of("WSGAUGE_CLIENT_DEFAULTS_EXPECT_PATTERN", "(")));
    assertEquals(
        """
        test: 1 problem
          WSGAUGE_CLIENT_DEFAULTS_EXPECT_PATTERN  "(" - is no regular expression: missing closing )\
        """,
        refusal.getMessage());
  }

  @Test
  @DisplayName("a wrong value of the environment is reported under the variable's name")
  void wrongVariable() {
    ConfigException refusal =
        assertThrows(
            ConfigException.class, () -> read("{}", Map.of("WSGAUGE_SERVER_PORT", "many")));
    assertEquals(
        "test: 1 problem\n  WSGAUGE_SERVER_PORT  \"many\" - must be an integer",
        refusal.getMessage());
  }

  @Test
  @DisplayName("a variable that is like a key and is none is refused with a suggestion")
  void unknownVariable() {
    ConfigException refusal =
        assertThrows(ConfigException.class, () -> read("{}", Map.of("WSGAUGE_SERVER_PROT", "1")));
    assertEquals(
        "test: 1 problem\n"
            + "  WSGAUGE_SERVER_PROT  unknown variable; did you mean WSGAUGE_SERVER_PORT?",
        refusal.getMessage());
  }

  @Test
  @DisplayName("what Kubernetes sets for a Service called wsgauge-server is left alone")
  void kubernetesServiceLinks() throws Exception {
    Config config =
        read(
                "{}",
                Map.of(
                    "WSGAUGE_SERVER_PORT", "tcp://10.0.0.7:80",
                    "WSGAUGE_SERVER_PORT_80_TCP_ADDR", "10.0.0.7",
                    "WSGAUGE_SERVER_SERVICE_HOST", "10.0.0.7",
                    "WSGAUGE_PORT", "tcp://10.0.0.8:80"))
            .config();
    assertEquals(8080, config.server().port());
  }

  @Test
  @DisplayName("a variable that names no key is warned of, with the key that is like it if any is")
  void variableThatIsLikeNone() throws Exception {
    Map<String, String> environment =
        Map.of(
            "WSGAUGE_SRVER_PORT", "1234567",
            "WSGAUGE_LOGLEVEL", "DEBUG",
            "WSGAUGE_CLIENTS_DEFAULTS_INTERVAL", "5s",
            "WSGAUGE_QUX", "1",
            "WSGAUGE_PORT", "tcp://10.0.0.8:80",
            "WSGAUGE_SERVER_PORT", "9090",
            "SERVER_PORT", "1");
    assertEquals(
        List.of(
            "WSGAUGE_CLIENTS_DEFAULTS_INTERVAL names no key; did you mean"
                + " WSGAUGE_CLIENT_DEFAULTS_INTERVAL?",
            "WSGAUGE_LOGLEVEL names no key; did you mean WSGAUGE_LOG_LEVEL?",
            "WSGAUGE_QUX names no key",
            "WSGAUGE_SRVER_PORT names no key; did you mean WSGAUGE_SERVER_PORT?"),
        read("{}", environment).warnings());
  }

  @Test
  @DisplayName("the log is set by the file or by the environment")
  void log() throws Exception {
    assertEquals(
        new LogSettings("WARN", LogSettings.Format.JSON),
        read("{\"log\": {\"format\": \"json\"}}", Map.of("WSGAUGE_LOG_LEVEL", "WARN"))
            .config()
            .log());
  }

  @Test
  @DisplayName("a missing file is refused")
  void missingFile() {
    ConfigException refusal =
        assertThrows(ConfigException.class, () -> ConfigSource.find("none.json", directory));
    assertEquals("none.json: no such file", refusal.getMessage());
  }

  @Test
  @DisplayName("a directory in place of the file is refused")
  void directoryForFile() {
    ConfigException refusal =
        assertThrows(ConfigException.class, () -> ConfigSource.find(".", directory));
    assertEquals(".: cannot be read: Is a directory", refusal.getMessage());
  }

  @Test
  @DisplayName("a file that is not UTF-8 is refused")
  void otherEncoding() throws Exception {
    Files.write(directory.resolve("latin.json"), new byte[] {'{', (byte) 0xe4, '}'});
    ConfigException refusal =
        assertThrows(ConfigException.class, () -> ConfigSource.find("latin.json", directory));
    assertEquals("latin.json: cannot be read: not UTF-8", refusal.getMessage());
  }

  @Test
  @DisplayName(
      "a file that the configuration names and that cannot be read is told without a class")
  void unreadableFile() throws Exception {
    String file = Files.write(directory.resolve("tokens"), new byte[] {(byte) 0xe4}).toString();
    ConfigException refusal =
        assertThrows(
            ConfigException.class,
            () -> read("{\"socket\": {\"auth\": {\"tokenFile\": \"" + file + "\"}}}", Map.of()));
    assertTrue(refusal.getMessage().endsWith("cannot be read: not UTF-8"), refusal.getMessage());
  }

  @Test
  @DisplayName("the file of the working directory goes before the packaged one")
  void fileOfTheWorkingDirectory() throws Exception {
    assertEquals("packaged conf/config.json", ConfigSource.find(null, directory).name());
    Files.createDirectory(directory.resolve("conf"));
    Files.writeString(directory.resolve("conf/config.json"), "{\"server\": {\"port\": 7}}");
    ConfigSource found = ConfigSource.find(null, directory);
    assertEquals("conf/config.json", found.name());
    assertEquals(7, found.json().getJsonObject("server").getInteger("port"));
  }

  @Test
  @DisplayName("a byte order mark before the configuration is no part of it")
  void mark() throws Exception {
    Path file = directory.resolve("mark.json");
    Files.writeString(file, "\uFEFF{\"server\": {\"port\": 7}}");
    ConfigSource found = ConfigSource.find(file.toString(), directory);
    assertEquals(7, found.json().getJsonObject("server").getInteger("port"));
  }

  @Test
  @DisplayName("an argument that begins with a brace is the configuration itself")
  void inlineJson() throws Exception {
    ConfigSource found = ConfigSource.find(" {\"server\": {\"port\": 7}}", directory);
    assertEquals("-conf", found.name());
    assertEquals(7, found.json().getJsonObject("server").getInteger("port"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":", "[{\"a\":"})
  @DisplayName("what is nested too deep is no JSON to read, and told where")
  void nestedTooDeep(String level) throws Exception {
    Path file = directory.resolve("deep.json");
    Files.writeString(file, "{\"server\":" + level.repeat(100_000));
    ConfigException refused =
        assertThrows(ConfigException.class, () -> ConfigSource.find("deep.json", directory));
    assertTrue(refused.getMessage().startsWith("deep.json: not JSON: line 1, column "));
    assertTrue(
        refused
            .getMessage()
            .endsWith(": Document nesting depth (101) exceeds the maximum allowed (100)"),
        refused.getMessage());
  }

  @Test
  @DisplayName("a list in the environment that is nested too deep is no list")
  void nestedTooDeepInEnvironment() {
    Map<String, String> environment =
        Map.of("WSGAUGE_SOCKET_ALLOWED_ORIGINS", "[".repeat(100_000) + "]".repeat(100_000));
    ConfigException refused = assertThrows(ConfigException.class, () -> read("{}", environment));
    assertTrue(refused.getMessage().contains("must be a list such as ["), refused.getMessage());
  }

  @Test
  @DisplayName("more targets than there is heap for are refused")
  void tooManyTargets() {
    int most = (int) (Runtime.getRuntime().maxMemory() / 49152);
    JsonArray targets = new JsonArray(Collections.nCopies(most + 1, "x"));
    JsonObject json = new JsonObject().put("client", new JsonObject().put("targets", targets));
    ConfigException refused =
        assertThrows(
            ConfigException.class,
            () ->
                ConfigReader.read(
                    new ConfigSource("test", json), Overrides.of(Map.of()), Config.class));
    assertTrue(refused.getMessage().contains("must be at most " + most), refused.getMessage());
  }

  @Test
  @DisplayName("a file that is too large for the heap is refused")
  void largeFile() throws Exception {
    try (RandomAccessFile file =
        new RandomAccessFile(directory.resolve("large.json").toFile(), "rw")) {
      file.setLength(Runtime.getRuntime().maxMemory() / 32 + 1);
    }
    ConfigException refused =
        assertThrows(ConfigException.class, () -> ConfigSource.find("large.json", directory));
    assertTrue(refused.getMessage().endsWith("a 32nd of the heap"), refused.getMessage());
  }

  @Test
  @DisplayName("a path as long as a peer may ask for is checked")
  void longPath() throws Exception {
    String path = "/a".repeat(20_000);
    JsonObject json = new JsonObject().put("socket", new JsonObject().put("path", path));
    assertEquals(path, read(json.encode(), Map.of()).config().socket().path());
  }
}
