package io.wsgauge.testing;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** A client that sends exactly the bytes it is told to. Every read ends after ten seconds. */
public final class RawClient implements Closeable {
  /** RFC 6455, section 1.3. */
  public static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

  public static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

  private static final int RSV1 = 0x40;
  private static final int TIMEOUT_MILLIS = 10_000;
  private static final int BLOCKED_MILLIS = 500;

  /** Blocks that {@link #sendUntilBlocked} has for the server. */
  public static final int MOST_BLOCKS = 2000;

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;

  /** A frame as it came over the wire. */
  public record Frame(int firstByte, Buffer payload) {
    public boolean isFinal() {
      return (firstByte & 0x80) != 0;
    }

    public int opcode() {
      return firstByte & 0x0f;
    }

    public String text() {
      return payload.toString();
    }

    /** Of a close frame. */
    public int closeCode() {
      return payload.getUnsignedShort(0);
    }

    /** Of a close frame. */
    public String closeReason() {
      return payload.getString(2, payload.length());
    }
  }

  private RawClient(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  public static RawClient connect(int port) {
    try {
      return over(new Socket(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Over a connection that is there, such as one of TLS. */
  public static RawClient over(Socket socket) throws IOException {
    return new RawClient(socket);
  }

  /** Connects and upgrades. */
  public static RawClient upgraded(int port, String path) {
    RawClient client = connect(port);
    client.sendText(upgradeRequest(path, ""));
    String head = client.readHead();
    if (!head.startsWith("HTTP/1.1 101 ")) {
      throw new AssertionError("not upgraded: " + head);
    }
    return client;
  }

  /** Upgrades as soon as the server lets it. */
  public static RawClient awaitUpgrade(int port, String path) {
    long end = System.nanoTime() + TIMEOUT_MILLIS * 1_000_000L;
    while (System.nanoTime() < end) {
      RawClient client = connect(port);
      client.sendText(upgradeRequest(path, ""));
      if (client.readHead().startsWith("HTTP/1.1 101 ")) {
        return client;
      }
      client.close();
    }
    throw new AssertionError("not let in");
  }

  /**
   * An upgrade as RFC 6455, section 4.1 has it.
   *
   * @param more header lines, each with its CRLF
   */
  public static String upgradeRequest(String path, String more) {
    return "GET "
        + path
        + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Key: "
        + KEY
        + "\r\nSec-WebSocket-Version: 13\r\n"
        + more
        + "\r\n";
  }

  public void sendText(String text) {
    send(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Sends bytes written in hexadecimal, spaces ignored. */
  public void sendHex(String hex) {
    send(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  /** Sends a {@link #frame}. */
  public void sendFrame(int firstByte, byte[] payload) {
    send(frame(firstByte, payload));
  }

  /** Sends the same frame again and again. */
  public void sendFrames(int count, int firstByte, byte[] payload) {
    byte[] frame = frame(firstByte, payload);
    int batch = 1000;
    ByteArrayOutputStream frames = new ByteArrayOutputStream(batch * frame.length);
    for (int i = 0; i < batch; i++) {
      frames.writeBytes(frame);
    }
    for (int sent = 0; sent < count; sent += batch) {
      send(frames.toByteArray());
    }
  }

  /** As the other, with the same frame again and again. */
  public int sendUntilBlocked(int firstByte, byte[] payload) throws InterruptedException {
    byte[] frame = frame(firstByte, payload);
    return sendUntilBlocked(number -> frame);
  }

  /**
   * Sends blocks of bytes until the server has not taken one for half a second, and the rest of
   * them when it takes them.
   *
   * @param block the bytes of each by its number, from 0 to {@link #MOST_BLOCKS}
   * @return how many it took until then
   */
  public int sendUntilBlocked(IntFunction<byte[]> block) throws InterruptedException {
    AtomicInteger sent = new AtomicInteger();
    Thread sender =
        new Thread(
            () -> {
              try {
                while (sent.get() < MOST_BLOCKS) {
                  out.write(block.apply(sent.get()));
                  sent.incrementAndGet();
                }
              } catch (IOException e) {
                // it is cut in the end
              }
            });
    sender.setDaemon(true);
    sender.start();
    int before = -1;
    while (sent.get() > before) {
      before = sent.get();
      sender.join(BLOCKED_MILLIS);
    }
    if (sent.get() == MOST_BLOCKS) {
      throw new AssertionError("not blocked after " + MOST_BLOCKS + " blocks");
    }
    return sent.get();
  }

  /** A masked frame (the mask being zero, which RFC 6455 allows). */
  public static byte[] frame(int firstByte, byte[] payload) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream(payload.length + 14);
    frame.write(firstByte);
    if (payload.length < 126) {
      frame.write(0x80 | payload.length);
    } else if (payload.length < 65536) {
      frame.write(0x80 | 126);
      frame.write(payload.length >> 8);
      frame.write(payload.length);
    } else {
      frame.write(0x80 | 127);
      for (int shift = 56; shift >= 0; shift -= 8) {
        frame.write((int) ((long) payload.length >> shift));
      }
    }
    frame.writeBytes(new byte[4]);
    frame.writeBytes(payload);
    return frame.toByteArray();
  }

  public void sendBytes(byte[] bytes) {
    send(bytes);
  }

  private void send(byte[] bytes) {
    try {
      out.write(bytes);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The head of an HTTP response, up to and with its empty line. */
  public String readHead() {
    StringBuilder head = new StringBuilder();
    try {
      while (head.indexOf("\r\n\r\n") < 0) {
        head.append((char) in.readUnsignedByte());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("after: " + head, e);
    }
    return head.toString();
  }

  /** The next line, without its end. */
  public String readLine() {
    StringBuilder line = new StringBuilder();
    try {
      while (line.indexOf("\n") < 0) {
        line.append((char) in.readUnsignedByte());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("after: " + line, e);
    }
    return line.toString().stripTrailing();
  }

  /** The body of an HTTP response with that head and a Content-Length. */
  public String readBody(String head) {
    for (String line : head.lines().toList()) {
      if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
        return new String(
            read(Integer.parseInt(line.substring(15).strip())), StandardCharsets.UTF_8);
      }
    }
    throw new AssertionError("no Content-Length: " + head);
  }

  public Frame readFrame() {
    try {
      int first = in.readUnsignedByte();
      int length = in.readUnsignedByte();
      if ((length & 0x80) != 0) {
        throw new AssertionError("a server must not mask (RFC 6455, section 5.1)");
      }
      long size = length;
      if (length == 126) {
        size = in.readUnsignedShort();
      } else if (length == 127) {
        size = in.readLong();
      }
      return new Frame(first, Buffer.buffer(read(Math.toIntExact(size))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next message, all its fragments together, and inflated if it was compressed. */
  public byte[] readMessage(Inflater inflater) throws DataFormatException {
    Frame frame = readFrame();
    boolean compressed = (frame.firstByte() & RSV1) != 0;
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    while (true) {
      message.writeBytes(frame.payload().getBytes());
      if (frame.isFinal()) {
        break;
      }
      frame = readFrame();
    }
    return compressed ? Deflate.inflate(message.toByteArray(), inflater) : message.toByteArray();
  }

  /** Whether the server ends the TCP connection, reading what comes before. */
  public boolean readsEnd() {
    try {
      while (in.read() >= 0) {
        // what comes before the end does not matter here
      }
      return true;
    } catch (IOException e) {
      return e instanceof EOFException;
    }
  }

  /**
   * As {@link #readsEnd}, where what this end has sent was not read, so that TCP ends by a reset.
   */
  public boolean readsEndOrReset() {
    return readToEndOrReset() >= 0;
  }

  /** How many bytes come until the server ends the TCP connection, in order or by a reset. */
  public long readToEndOrReset() {
    long count = 0;
    try {
      while (in.read() >= 0) {
        count++;
      }
    } catch (SocketTimeoutException e) {
      throw new AssertionError("the server does not end it", e);
    } catch (IOException e) {
      // a reset
    }
    return count;
  }

  /** The next bytes, in hexadecimal. */
  public String readHex(int count) {
    return HexFormat.of().formatHex(read(count));
  }

  /** Bytes that have come in and were not read. */
  public int available() {
    try {
      return in.available();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that comes until the server ends the TCP connection. */
  public String readToEnd() {
    try {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the connection lives, seen by a ping and its pong. */
  public boolean isOpen() {
    sendHex("89 80 00000000");
    return readFrame().opcode() == 10;
  }

  private byte[] read(int size) {
    try {
      return in.readNBytes(size);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the connection at once, with a TCP reset. */
  public void reset() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
