package io.wsgauge.soak;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.Closeable;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** Asks another JVM of this machine what it holds. */
final class Gauge implements Closeable {
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");
  private static final Pattern SOCKETS =
      Pattern.compile("(?m)^ *\\d+: +(\\d+) +\\d+ +io\\.wsgauge\\.socket\\.SocketConnection$");

  private final JMXConnector connector;
  private final MBeanServerConnection beans;

  /**
   * What is held when the garbage is collected.
   *
   * @param heap bytes of objects in use
   * @param direct bytes of buffers outside of the heap
   * @param descriptors open ones
   * @param sockets WebSockets
   */
  record Sample(long heap, long direct, long descriptors, long threads, long sockets) {
    static final String HEADINGS = "heap KiB  direct KiB  descriptors  threads  WebSockets";

    @Override
    public String toString() {
      return "%8d  %10d  %11d  %7d  %10d"
          .formatted(heap / 1024, direct / 1024, descriptors, threads, sockets);
    }
  }

  @SuppressWarnings("BanJNDI") // the URL is of a child process, and no name to look up
  private Gauge(String url) throws IOException {
    connector = JMXConnectorFactory.connect(new JMXServiceURL(url));
    beans = connector.getMBeanServerConnection();
  }

  static Gauge of(long pid) throws IOException, AttachNotSupportedException {
    VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
    try {
      return new Gauge(machine.startLocalManagementAgent());
    } finally {
      machine.detach();
    }
  }

  Sample take() throws IOException, JMException {
    histogram(); // finds the direct buffers that nobody has, which are freed after
    String histogram = histogram();
    return new Sample(
        number(TOTAL, histogram),
        direct(),
        (long) attribute("java.lang:type=OperatingSystem", "OpenFileDescriptorCount"),
        (int) attribute("java.lang:type=Threading", "ThreadCount"),
        number(SOCKETS, histogram));
  }

  /** Bytes of the heap in use, garbage among them: what may be asked without a collection. */
  long heapInUse() throws IOException, JMException {
    CompositeData usage = (CompositeData) attribute("java.lang:type=Memory", "HeapMemoryUsage");
    return (long) usage.get("used");
  }

  /** Bytes of buffers outside of the heap. */
  long direct() throws IOException, JMException {
    return (long) attribute("java.nio:type=BufferPool,name=direct", "MemoryUsed");
  }

  /** Of the objects that are left when the garbage is collected. */
  private String histogram() throws IOException, JMException {
    return (String)
        beans.invoke(
            new ObjectName("com.sun.management:type=DiagnosticCommand"),
            "gcClassHistogram",
            new Object[] {new String[0]},
            new String[] {String[].class.getName()});
  }

  private Object attribute(String bean, String name) throws IOException, JMException {
    return beans.getAttribute(new ObjectName(bean), name);
  }

  private static long number(Pattern pattern, String histogram) {
    Matcher matcher = pattern.matcher(histogram);
    return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
  }

  @Override
  public void close() throws IOException {
    connector.close();
  }
}
