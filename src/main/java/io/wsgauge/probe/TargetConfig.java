package io.wsgauge.probe;

import io.soabase.recordbuilder.core.RecordBuilder;
import io.wsgauge.config.ConfiguredFile;
import io.wsgauge.config.PemFiles;
import io.wsgauge.config.Problems;
import io.wsgauge.text.Labelled;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The configuration of one WebSocket to watch, with all that it inherits; the schema describes the
 * keys.
 *
 * @param name null in {@code client.defaults}, as is the URL
 */
@RecordBuilder
public record TargetConfig(
    String name,
    String url,
    String connectTo,
    Kind kind,
    ConnectionMode connection,
    String message,
    MessageType messageType,
    int messageSize,
    String expect,
    String expectPattern,
    Duration interval,
    Duration jitter,
    Duration timeout,
    Duration silence,
    List<String> headers,
    List<String> subprotocols,
    boolean compression,
    AddressFamily addresses,
    List<Integer> acceptedCloseCodes,
    int downAfter,
    int upAfter,
    Duration check,
    List<String> labels,
    AuthConfig auth,
    TlsConfig tls,
    ProxyConfig proxy)
    implements TargetConfigBuilder.With {

  private static final Pattern HOST_AND_PORT = Pattern.compile("[^\\s/?#@]+:[0-9]{1,5}");

  private static final Duration SHORTEST_CHECK = Duration.ofMinutes(1);

  private static final Set<String> OF_THE_HANDSHAKE =
      Set.of("connection", "upgrade", "content-length", "transfer-encoding");

  /** Names of labels that the metrics themselves have. */
  private static final Set<String> RESERVED_LABELS =
      Set.of("target", "le", "phase", "result", "reason", "state", "id", "severity");

  /** The kind of a run: what it sends. */
  public enum Kind implements Labelled {
    MESSAGE,
    PING,
    CONNECT,
    /** A run that is silent for a while, and asks only then. */
    IDLE
  }

  /** Whether the connection is kept after a run, or a fresh one is opened for each. */
  public enum ConnectionMode implements Labelled {
    KEEP,
    FRESH
  }

  /** The type of the message that is sent. */
  public enum MessageType {
    TEXT,
    BINARY
  }

  /** The family of a host's addresses that are connected to. */
  public enum AddressFamily {
    ANY,
    IPV4,
    IPV6,
    BOTH
  }

  /** Credentials in files; each component may be empty. */
  public record AuthConfig(String tokenFile, String user, String passwordFile) {
    /** No credentials. */
    public static final AuthConfig NONE = new AuthConfig("", "", "");

    private void check(String path, Problems problems) {
      TargetRules.checkUser(path, user, passwordFile, problems);
      if (!user.isEmpty() && !tokenFile.isEmpty()) {
        problems.add(path + ".tokenFile", tokenFile, "must be empty where there is a user");
      }
      ConfiguredFile.check(path + ".tokenFile", tokenFile, ConfiguredFile::secret, problems);
      ConfiguredFile.check(path + ".passwordFile", passwordFile, ConfiguredFile::secret, problems);
    }
  }

  /** PEM files; each component may be empty. */
  public record TlsConfig(String authorities, String certificate, String key, boolean insecure) {
    /** What is trusted alone. */
    private TlsConfig withoutCertificate() {
      return new TlsConfig(authorities, "", "", insecure);
    }

    private void check(String path, Problems problems) {
      PemFiles.check(path, certificate, key, problems);
      ConfiguredFile.check(path + ".authorities", authorities, PemFiles::certificates, problems);
      if (insecure && !authorities.isEmpty()) {
        problems.add(path + ".insecure", true, "must be false where there are authorities");
      }
    }
  }

  /** A proxy; each component may be empty. */
  public record ProxyConfig(String url, String user, String passwordFile) {
    /** No proxy. */
    public static final ProxyConfig NONE = new ProxyConfig("", "", "");

    private void check(String path, Problems problems) {
      if (!url.isEmpty()) {
        TargetRules.checkUrl(path + ".url", url, problems);
      }
      TargetRules.checkUser(path, user, passwordFile, problems);
      ConfiguredFile.check(path + ".passwordFile", passwordFile, ConfiguredFile::secret, problems);
    }
  }

  /** Whether the connection is kept from one run to the next. */
  public boolean isKept() {
    return connection == ConnectionMode.KEEP && kind != Kind.IDLE;
  }

  /** How long a run may take, its silence with it. */
  Duration deadline() {
    return kind == Kind.IDLE ? timeout.plus(silence) : timeout;
  }

  /** Whether the target is this very server. */
  public boolean isSelf() {
    return url.equals("self");
  }

  /** The names under which the target is shown: two with both families of addresses. */
  public List<String> names() {
    return addresses == AddressFamily.BOTH
        ? List.of(name + "/ipv4", name + "/ipv6")
        : List.of(name);
  }

  /** The labels by name, in the order in which they were given. */
  public Map<String, String> labelMap() {
    Map<String, String> map = new LinkedHashMap<>();
    for (String label : labels) {
      int equals = label.indexOf('=');
      map.put(label.substring(0, equals), label.substring(equals + 1));
    }
    return Collections.unmodifiableMap(map);
  }

  /** A text message on a connection that is kept, within 10 s, and nothing beside. */
  public static TargetConfig plain(String name, String url) {
    return TargetConfigBuilder.builder()
        .name(name)
        .url(url)
        .connectTo("")
        .kind(Kind.MESSAGE)
        .connection(ConnectionMode.KEEP)
        .message("")
        .messageType(MessageType.TEXT)
        .expect("")
        .expectPattern("")
        .interval(Duration.ofSeconds(1))
        .jitter(Duration.ZERO)
        .timeout(Duration.ofSeconds(10))
        .silence(Duration.ZERO)
        .headers(List.of())
        .subprotocols(List.of())
        .addresses(AddressFamily.ANY)
        .acceptedCloseCodes(List.of())
        .downAfter(1)
        .upAfter(1)
        .check(Duration.ZERO)
        .labels(List.of())
        .auth(AuthConfig.NONE)
        .tls(new TlsConfig("", "", "", false))
        .proxy(ProxyConfig.NONE)
        .build();
  }

  /** The same configuration for another URL, which is its name where it has none. */
  public TargetConfig at(String otherUrl) {
    return with(at -> at.url(otherUrl).name(name == null ? otherUrl : name));
  }

  /** The same configuration with one more label, {@code name=value}. */
  public TargetConfig labelled(String label) {
    return withLabels(Stream.concat(labels.stream(), Stream.of(label)).toList());
  }

  /**
   * The configuration by which another wsgauge is pinged that has told its URL itself: with a ping
   * frame, directly, and without anything that is for those who are configured.
   */
  public TargetConfig ofPeer(String name, String url, Duration interval) {
    return plain(name, url)
        .with(
            peer ->
                peer.kind(Kind.PING)
                    .interval(interval)
                    .timeout(timeout)
                    .acceptedCloseCodes(acceptedCloseCodes)
                    .downAfter(downAfter)
                    .upAfter(upAfter)
                    .tls(tls.withoutCertificate()));
  }

  /**
   * The same configuration without what reveals to a server who asks: headers, credentials and
   * client certificate.
   */
  public TargetConfig withoutSecrets() {
    return with(
        bare -> bare.headers(List.of()).auth(AuthConfig.NONE).tls(tls.withoutCertificate()));
  }

  /** Adds the problems of all keys but the name and the URL. Blocks on the file system. */
  public void check(Problems problems) {
    if (!connectTo.isEmpty() && !HOST_AND_PORT.matcher(connectTo).matches()) {
      problems.add("connectTo", connectTo, "must be host:port");
    } else if (!connectTo.isEmpty()) {
      TargetRules.checkHostAndPort("connectTo", connectTo, problems);
    }
    if (!check.isZero() && check.compareTo(SHORTEST_CHECK) < 0) {
      problems.add("check", "must be 0s or at least 1m, since a check takes its time");
    }
    TargetRules.checkPattern("expectPattern", expectPattern, problems);
    if (!expect.isEmpty() && !expectPattern.isEmpty()) {
      problems.add("expectPattern", expectPattern, "must be empty where expect is not");
    }
    for (int i = 0; i < headers.size(); i++) {
      checkHeader("headers[" + i + "]", headers.get(i), problems);
    }
    Set<String> labelNames = new HashSet<>();
    for (int i = 0; i < labels.size(); i++) {
      String label = labels.get(i);
      String labelName = label.substring(0, label.indexOf('='));
      if (labelName.startsWith("__") || RESERVED_LABELS.contains(labelName)) {
        problems.add("labels[" + i + "]", label, "has a name that is reserved");
      } else if (!labelNames.add(labelName)) {
        problems.add("labels[" + i + "]", label, "has the name of another label");
      }
    }
    auth.check("auth", problems);
    tls.check("tls", problems);
    proxy.check("proxy", problems);
  }

  private static void checkHeader(String path, String header, Problems problems) {
    String headerName = header.substring(0, header.indexOf(':'));
    String lower = headerName.toLowerCase(Locale.ROOT);
    if (lower.equals("authorization")) {
      problems.add(path, header, "belongs into a file that auth names");
    } else if (lower.startsWith("sec-websocket-") || OF_THE_HANDSHAKE.contains(lower)) {
      problems.add(path, header, "is a header of the handshake itself");
    }
  }
}
