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

  /** Of that class, of which tests before may have left some. */
  public static long count(String className) throws JMException {
    return find("(?m)^ *\\d+: +(\\d+) +\\d+ +" + Pattern.quote(className) + "$");
  }

  /** Waits until there are no more of that class than there were. */
  public static void awaitNoMore(String className, long before) throws JMException {
    long end = System.nanoTime() + TIMEOUT_NANOS;
    for (long count = count(className); count > before; count = count(className)) {
      if (System.nanoTime() > end) {
        throw new AssertionError(count + " of " + className + ", " + before + " before");
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
