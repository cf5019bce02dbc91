package io.wsgauge.testing;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** A server whose answers are written out byte by byte, one connection after the other. */
public final class RawServer implements Closeable {
  /** What a connection gets. */
  @FunctionalInterface
  public interface Script {
    void run(Peer peer) throws IOException;
  }

  private static final long TIMEOUT_NANOS = 10_000_000_000L;

  private final ServerSocket listener;
  private int accepted;

  private RawServer(ServerSocket listener, Script script) {
    this.listener = listener;
    Thread thread = new Thread(() -> serve(script), "raw-server");
    thread.setDaemon(true);
    thread.start();
  }

  public static RawServer start(Script script) throws IOException {
    return startOn(0, script);
  }

  public static RawServer startOn(int port, Script script) throws IOException {
    return new RawServer(new ServerSocket(port, 50, InetAddress.getLoopbackAddress()), script);
  }

  /** With TLS around each connection, whose handshake begins with the first read or write. */
  public static RawServer startTls(SSLContext tls, boolean clientCertificate, Script script)
      throws IOException {
    SSLServerSocket listener =
        (SSLServerSocket)
            tls.getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    listener.setNeedClientAuth(clientCertificate);
    return new RawServer(listener, script);
  }

  private void serve(Script script) {
    while (!listener.isClosed()) {
      try (Socket socket = listener.accept()) {
        countAccepted();
        script.run(new Peer(socket));
      } catch (SocketException | SSLException e) {
        // this or the other end was closed, or refused TLS, as scripts do
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private synchronized void countAccepted() {
    accepted++;
    notifyAll();
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** Connections until now. */
  public synchronized int accepted() {
    return accepted;
  }

  /** Waits for so many connections since the start. */
  public synchronized void awaitAccepted(int count) throws InterruptedException {
    long end = System.nanoTime() + TIMEOUT_NANOS;
    while (accepted < count) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new AssertionError("only " + accepted + " connections");
      }
      wait(left);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  /** The other end of one connection. */
  public static final class Peer {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private int opcode;

    private Peer(Socket socket) throws IOException {
      this.socket = socket;
      this.in = socket.getInputStream();
      this.out = socket.getOutputStream();
    }

    /** Changes its key of TLS 1.3 so many times, or until the client has ended the connection. */
    public void changeKeys(int times) throws IOException {
      for (int i = 0; i < times; i++) {
        ((SSLSocket) socket).startHandshake();
      }
    }

    /** Reads the head of the upgrade, which it gives, and answers it with a correct 101. */
    public String upgrade() throws IOException {
      return upgrade("");
    }

    /**
     * As well.
     *
     * @param more header lines of the answer, each with its CRLF
     */
    public String upgrade(String more) throws IOException {
      String head = readHead();
      send(switching(head, more));
      return head;
    }

    /** A correct 101 for a request. */
    public static String switching(String head, String more) {
      String key =
          head.lines()
              .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key:"))
              .map(line -> line.substring(18).strip())
              .findFirst()
              .orElseThrow();
      return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          + "Sec-WebSocket-Accept: "
          + accept(key)
          + "\r\n"
          + more
          + "\r\n";
    }

    /** What belongs to a key (RFC 6455, section 4.2.2). */
    public static String accept(String key) {
      try {
        return Base64.getEncoder()
            .encodeToString(
                MessageDigest.getInstance("SHA-1")
                    .digest(
                        (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                            .getBytes(StandardCharsets.US_ASCII)));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }

    /** The head of a request, as it came. */
    public String readHead() throws IOException {
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int next = in.read();
        if (next < 0) {
          throw new SocketException("ended within a head");
        }
        head.append((char) next);
      }
      return head.toString();
    }

    /** Reads one short masked frame and gives its payload. */
    public String readMessage() throws IOException {
      return new String(readFrame(), StandardCharsets.UTF_8);
    }

    /** Reads one short masked frame and gives its opcode and payload. */
    public String readFrameHex() throws IOException {
      byte[] payload = readFrame();
      return opcode + " " + HexFormat.of().formatHex(payload);
    }

    private byte[] readFrame() throws IOException {
      opcode = in.read() & 0x0f;
      int length = in.read() & 0x7f;
      byte[] mask = in.readNBytes(4);
      byte[] payload = in.readNBytes(length);
      if (payload.length < length || mask.length < 4) {
        throw new SocketException("ended within a frame");
      }
      for (int i = 0; i < payload.length; i++) {
        payload[i] ^= mask[i % 4];
      }
      return payload;
    }

    /** Bytes that have arrived and were not read. */
    public int available() throws IOException {
      return in.available();
    }

    /** Takes its time, as a slow server does. */
    public void pause(long millis) {
      try {
        Thread.sleep(millis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    public void sendMessage(String text) throws IOException {
      byte[] payload = text.getBytes(StandardCharsets.UTF_8);
      out.write(new byte[] {(byte) 0x81, (byte) payload.length});
      out.write(payload);
    }

    public void send(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    public void sendHex(String hex) throws IOException {
      out.write(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    public void send(byte[] bytes) throws IOException {
      out.write(bytes);
    }

    /** In one write, and so in one segment where it is short. */
    public void send(String text, byte[] bytes) throws IOException {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      all.writeBytes(text.getBytes(StandardCharsets.UTF_8));
      all.writeBytes(bytes);
      out.write(all.toByteArray());
    }

    /** An unmasked frame. */
    public static byte[] frame(int first, byte[] payload) {
      ByteBuffer frame = ByteBuffer.allocate(10 + payload.length).put((byte) first);
      if (payload.length < 126) {
        frame.put((byte) payload.length);
      } else if (payload.length < 65536) {
        frame.put((byte) 126).putShort((short) payload.length);
      } else {
        frame.put((byte) 127).putLong(payload.length);
      }
      frame.put(payload).flip();
      byte[] bytes = new byte[frame.remaining()];
      frame.get(bytes);
      return bytes;
    }

    /** Reads so many bytes, or fewer where the other end closes. */
    public byte[] readBytes(int count) throws IOException {
      return in.readNBytes(count);
    }

    /** Carries bytes to and from another server until the other end closes, as a proxy does. */
    public void tunnelTo(int port) throws IOException {
      try (Socket there = new Socket(InetAddress.getLoopbackAddress(), port)) {
        Thread back =
            new Thread(
                () -> {
                  try {
                    there.getInputStream().transferTo(out);
                  } catch (IOException e) {
                    // one of the two ends was closed
                  }
                },
                "raw-tunnel");
        back.setDaemon(true);
        back.start();
        in.transferTo(there.getOutputStream());
      }
    }

    /** Reads until the other end closes. */
    public void awaitEnd() throws IOException {
      in.readAllBytes();
    }

    /** Waits until the other end has cut the connection, reading nothing of what it sent. */
    public void awaitCut() throws IOException {
      while (true) {
        pause(50);
        out.write(new byte[] {(byte) 0x8a, 0}); // an unasked pong, of which nobody takes notice
      }
    }

    /** Ends the connection at once, with a TCP reset. */
    public void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }
  }
}
