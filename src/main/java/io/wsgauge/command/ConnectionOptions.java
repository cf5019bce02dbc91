package io.wsgauge.command;

import io.wsgauge.config.ConfigException;
import io.wsgauge.config.Problems;
import io.wsgauge.probe.Target;
import io.wsgauge.probe.TargetConfig;
import io.wsgauge.probe.TargetConfig.AddressFamily;
import io.wsgauge.probe.TargetConfig.AuthConfig;
import io.wsgauge.probe.TargetConfig.ProxyConfig;
import io.wsgauge.probe.TargetConfig.TlsConfig;
import io.wsgauge.probe.TargetConfigBuilder;
import io.wsgauge.probe.TargetRules;
import io.wsgauge.text.Secrets;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The options of a connection, which all commands that open one share. */
final class ConnectionOptions {
  private static final Pattern SCHEME = Pattern.compile("(?i)wss?://");
  private static final Pattern ORIGIN = Pattern.compile("|null|[^\\s/?#]+://[^\\s/?#]*");
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern HEADER = Pattern.compile(TOKEN + ":[^\\r\\n]*");
  private static final Pattern PROXY = Pattern.compile("(http|socks5)://[^\\s/?#@]+:[0-9]{1,5}/?");

  /** The options behind keys of a target. */
  private static final Map<String, String> OPTIONS =
      Map.ofEntries(
          Map.entry("expectPattern", "--expect-pattern"),
          Map.entry("connectTo", "--connect-to"),
          Map.entry("auth.user", "--user"),
          Map.entry("auth.tokenFile", "--token-file"),
          Map.entry("auth.passwordFile", "--password-file"),
          Map.entry("tls.authorities", "--cacert"),
          Map.entry("tls.certificate", "--cert"),
          Map.entry("tls.key", "--key"),
          Map.entry("tls.insecure", "--insecure"),
          Map.entry("proxy.url", "--proxy"));

  @Option(
      names = {"-H", "--header"},
      paramLabel = "'NAME: VALUE'",
      description = "A header of the handshake; repeatable.")
  List<String> headers = List.of();

  @Option(
      names = "--origin",
      paramLabel = "ORIGIN",
      description = "The header Origin, as a browser sends it.")
  String origin = "";

  @Option(
      names = "--subprotocol",
      paramLabel = "NAME",
      description = "A subprotocol to offer; repeatable.")
  List<String> subprotocols = List.of();

  @Option(names = "--compression", description = "Offer permessage-deflate.")
  boolean compression;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "Send the bearer token in this file.")
  String tokenFile = "";

  @Option(
      names = "--user",
      paramLabel = "NAME[:PASSWORD]",
      description = "Send basic credentials; the password better by --password-file.")
  String user = "";

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "The file of the user's password.")
  String passwordFile = "";

  @Option(
      names = "--cacert",
      paramLabel = "FILE",
      description = "Trust these authorities (PEM) instead of the JDK's.")
  String authorities = "";

  @Option(
      names = "--cert",
      paramLabel = "FILE",
      description = "The certificate to show (PEM); needs --key.")
  String certificate = "";

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "The certificate's key (PEM, PKCS#8).")
  String key = "";

  @Option(
      names = {"-k", "--insecure"},
      description = "Trust any certificate.")
  boolean insecure;

  @Option(
      names = "--proxy",
      paramLabel = "URL",
      description = "Connect through this proxy: http://HOST:PORT or socks5://HOST:PORT.")
  String proxy = "";

  @Option(
      names = "--connect-to",
      paramLabel = "HOST:PORT",
      description = "Connect there; Host, SNI and the certificate's name stay those of the URL.")
  String connectTo = "";

  @Option(names = "-4", description = "Connect to IPv4 addresses only.")
  boolean ipv4;

  @Option(names = "-6", description = "Connect to IPv6 addresses only.")
  boolean ipv6;

  /**
   * The target at the URL. Blocks on the file system.
   *
   * @param option what the URL is called in a problem
   * @param problems that other options have
   * @param others sets what these options do not decide
   * @throws ConfigException with everything that is wrong
   */
  Target target(String option, String url, Problems problems, Consumer<TargetConfigBuilder> others)
      throws ConfigException {
    String webSocketUrl = webSocketUrl(url);
    if (SCHEME.matcher(webSocketUrl).lookingAt()) {
      TargetRules.checkUrl(option, webSocketUrl, problems);
    } else {
      problems.add(option, Secrets.mask(url), "must be a ws:// or wss:// URL");
    }
    for (String header : headers) {
      if (!HEADER.matcher(header).matches()) {
        problems.add("--header", "must be a header such as 'X-Tenant: a'");
      }
    }
    for (String subprotocol : subprotocols) {
      if (!TOKEN.matcher(subprotocol).matches()) {
        problems.add("--subprotocol", subprotocol, "must be a token (RFC 9110) such as chat");
      }
    }
    if (!proxy.isEmpty() && !PROXY.matcher(proxy).matches()) {
      problems.add("--proxy", proxy, "must be http://host:port or socks5://host:port");
    }
    if (!ORIGIN.matcher(origin).matches()) {
      problems.add("--origin", "must be an origin such as https://example.org, or null");
    }
    if (ipv4 && ipv6) {
      problems.add("-6", "must not be given with -4");
    }
    problems.throwIfAny("command line", Map.of());
    String name = Secrets.mask(webSocketUrl);
    TargetConfig config =
        TargetConfig.plain(name, webSocketUrl)
            .with(
                target ->
                    target
                        .connectTo(connectTo)
                        .headers(headers.stream().filter(h -> !isCredential(h)).toList())
                        .subprotocols(subprotocols)
                        .compression(compression)
                        .addresses(addresses())
                        .auth(auth())
                        .tls(tls())
                        .proxy(proxy()))
            .with(others);
    config.check(problems);
    problems.throwIfAny("command line", OPTIONS);
    return Target.of(config.withHeaders(allHeaders())).get(0);
  }

  /** Browsers take the schemes of HTTP for those of WebSockets as well. */
  private static String webSocketUrl(String url) {
    return url.regionMatches(true, 0, "http", 0, 4) ? "ws" + url.substring(4) : url;
  }

  /** Of a file in a configuration, and for this one command in an argument. */
  private static boolean isCredential(String header) {
    return header.regionMatches(true, 0, "Authorization:", 0, 14);
  }

  /** All headers beside those of the handshake itself. */
  private List<String> allHeaders() {
    List<String> all = new ArrayList<>(headers);
    if (!origin.isEmpty()) {
      all.add("Origin: " + origin);
    }
    int colon = user.indexOf(':');
    if (colon >= 0) {
      byte[] credentials = user.getBytes(StandardCharsets.UTF_8);
      all.add("Authorization: Basic " + Base64.getEncoder().encodeToString(credentials));
    }
    return all;
  }

  AuthConfig auth() {
    return new AuthConfig(tokenFile, user.indexOf(':') >= 0 ? "" : user, passwordFile);
  }

  TlsConfig tls() {
    return new TlsConfig(authorities, certificate, key, insecure);
  }

  ProxyConfig proxy() {
    return new ProxyConfig(proxy, "", "");
  }

  AddressFamily addresses() {
    if (ipv4) {
      return AddressFamily.IPV4;
    }
    return ipv6 ? AddressFamily.IPV6 : AddressFamily.ANY;
  }
}
