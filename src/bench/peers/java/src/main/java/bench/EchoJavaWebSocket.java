package bench;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.java_websocket.WebSocket;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;

/** TooTallNate Java-WebSocket echo. Usage: EchoJavaWebSocket PORT */
public final class EchoJavaWebSocket extends WebSocketServer {
  private EchoJavaWebSocket(int port) {
    super(
        new InetSocketAddress("127.0.0.1", port),
        Runtime.getRuntime().availableProcessors(),
        List.of(new Draft_6455()));
  }

  public static void main(String[] args) {
    var server = new EchoJavaWebSocket(Integer.parseInt(args[0]));
    server.setTcpNoDelay(true);
    server.setReuseAddr(true);
    server.setMaxPendingConnections(4096);
    server.setConnectionLostTimeout(0);
    server.run();
  }

  @Override
  public void onMessage(WebSocket conn, String message) {
    conn.send(message);
  }

  @Override
  public void onMessage(WebSocket conn, ByteBuffer message) {
    conn.send(message);
  }

  @Override
  public void onOpen(WebSocket conn, ClientHandshake handshake) {}

  @Override
  public void onClose(WebSocket conn, int code, String reason, boolean remote) {}

  @Override
  public void onError(WebSocket conn, Exception ex) {}

  @Override
  public void onStart() {}
}
