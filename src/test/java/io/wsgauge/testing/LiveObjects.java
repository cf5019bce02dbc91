package io.wsgauge.testing;

import java.lang.management.ManagementFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/** What is in this JVM's heap when its garbage is collected. */
public final class LiveObjects {
  private static final long TIMEOUT_NANOS = 10_000_000_000L;

  private LiveObjects() {}

  /** Of all of them. */
  public static long bytes() throws JMException {
    return find("(?m)^Total +\\d+ +(\\d+)");
  }

  /** Waits until there is none of that class. */
  public static void awaitNone(String className) throws JMException {
    String line = "(?m)^ *\\d+: +(\\d+) +\\d+ +" + Pattern.quote(className) + "$";
    long end = System.nanoTime() + TIMEOUT_NANOS;
    for (long count = find(line); count > 0; count = find(line)) {
      if (System.nanoTime() > end) {
        throw new AssertionError(count + " of " + className);
      }
    }
  }

  /** The number in the line of the histogram; 0 where there is no such line. */
  private static long find(String line) throws JMException {
    String histogram =
        (String)
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "gcClassHistogram",
                    new Object[] {new String[0]},
                    new String[] {String[].class.getName()});
    Matcher matcher = Pattern.compile(line).matcher(histogram);
    return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
  }
}
