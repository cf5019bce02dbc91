package io.wsgauge.testing;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.List;

/** A name server that gives these addresses for each name (RFC 1035, section 4). */
public final class RawNameServer implements Closeable {
  private static final int HEADER = 12;
  private static final int TYPE_A = 1;
  private static final int TYPE_AAAA = 28;

  private final DatagramSocket socket;

  private RawNameServer(List<String> addresses) throws IOException {
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(() -> serve(addresses), "raw-name-server");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * @param addresses without any, it says that there is no such name; null says nothing at all
   */
  public static RawNameServer start(List<String> addresses) throws IOException {
    return new RawNameServer(addresses);
  }

  /** A Vert.x that asks this server alone, to be closed by who takes it. */
  public Vertx vertx() {
    AddressResolverOptions resolver =
        new AddressResolverOptions()
            .setServers(List.of("127.0.0.1:" + socket.getLocalPort()))
            .setSearchDomains(List.of())
            .setNdots(0);
    return Vertx.vertx(new VertxOptions().setAddressResolverOptions(resolver));
  }

  private void serve(List<String> addresses) {
    while (true) {
      try {
        DatagramPacket query = new DatagramPacket(new byte[512], 512);
        socket.receive(query);
        if (addresses != null) {
          byte[] answer = answer(query, addresses);
          socket.send(new DatagramPacket(answer, answer.length, query.getSocketAddress()));
        }
      } catch (SocketException e) {
        return; // closed
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static byte[] answer(DatagramPacket query, List<String> addresses) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(query.getData());
    int end = HEADER;
    while (in.get(end) != 0) {
      end += in.get(end) + 1;
    }
    int type = in.getShort(end + 1);
    ByteBuffer out = ByteBuffer.allocate(512);
    out.putShort(in.getShort(0)).putShort((short) (addresses.isEmpty() ? 0x8183 : 0x8180));
    out.putShort((short) 1).putShort((short) 0).putInt(0);
    out.put(query.getData(), HEADER, end + 5 - HEADER);
    short count = 0;
    for (String address : addresses) {
      byte[] bytes = InetAddress.getByName(address).getAddress();
      if (type == (bytes.length == 4 ? TYPE_A : TYPE_AAAA)) {
        out.putShort((short) 0xc00c).putShort((short) type).putShort((short) 1);
        out.putInt(0).putShort((short) bytes.length).put(bytes);
        count++;
      }
    }
    out.putShort(6, count).flip();
    byte[] answer = new byte[out.remaining()];
    out.get(answer);
    return answer;
  }

  @Override
  public void close() {
    socket.close();
  }
}
