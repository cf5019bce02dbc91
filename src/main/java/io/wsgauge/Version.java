package io.wsgauge;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** The version of this build. */
final class Version {
  private Version() {}

  static String current() {
    Properties properties = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("/wsgauge.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new IllegalStateException("unreadable in the jar: wsgauge.properties", e);
    }
    return properties.getProperty("version");
  }
}
