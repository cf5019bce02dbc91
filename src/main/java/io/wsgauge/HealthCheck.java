package io.wsgauge;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.vertx.core.json.JsonObject;
import io.wsgauge.telemetry.Health;
import io.wsgauge.text.ErrorText;
import io.wsgauge.text.Payloads;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;

/**
 * Asks a running service for its health, as a container's health check does every few seconds: with
 * the JDK's client, since to start Vert.x costs ten times as much.
 */
final class HealthCheck {
  private static final int TIMEOUT_MILLIS = 5000;

  /** Bytes of the answer that are read. */
  private static final int MAX_ANSWER = 1 << 16;

  private HealthCheck() {}

  /**
   * Prints the answer. Blocks.
   *
   * @param server the section of the configuration
   * @return whether the service is ready, or has no server that could be asked
   */
  static boolean run(JsonObject server, PrintStream out, PrintStream err) {
    if (!server.getBoolean("enabled")) {
      out.println("server.enabled is false: there is nothing to ask");
      return true;
    }
    boolean tls = !server.getJsonObject("tls").getString("certificate").isEmpty();
    // the file knows of options that the service was started with, and of a port that was any
    String origin =
        AddressFile.read(server.getString("addressFile")).orElseGet(() -> configured(tls, server));
    try {
      HttpURLConnection connection =
          (HttpURLConnection) new URL(origin + Health.READY_PATH).openConnection(Proxy.NO_PROXY);
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      connection.setInstanceFollowRedirects(false); // to another server's answer
      if (connection instanceof HttpsURLConnection https) {
        trustAll(https);
      }
      boolean ready = connection.getResponseCode() == HttpURLConnection.HTTP_OK;
      try (InputStream body = ready ? connection.getInputStream() : connection.getErrorStream()) {
        byte[] answer = body == null ? new byte[0] : body.readNBytes(MAX_ANSWER);
        out.println(Payloads.visible(new String(answer, StandardCharsets.UTF_8)));
      }
      return ready;
    } catch (IOException | GeneralSecurityException e) {
      err.println("wsgauge: no health to be had: " + ErrorText.of(e));
      return false;
    }
  }

  /** The origin of the second port where that is a certain one, else of the first. */
  private static String configured(boolean tls, JsonObject server) {
    JsonObject management = server.getJsonObject("management");
    if (management.getInteger("port") <= 0) {
      return ServerUrls.origin(tls, server.getString("host"), server.getInteger("port"));
    }
    String host = management.getString("host");
    return ServerUrls.origin(
        tls, host.isEmpty() ? server.getString("host") : host, management.getInteger("port"));
  }

  /** It is this very machine, whatever name its certificate was made for. */
  private static void trustAll(HttpsURLConnection connection) throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
    connection.setSSLSocketFactory(context.getSocketFactory());
    connection.setHostnameVerifier((name, session) -> true);
  }
}
