package io.wsgauge.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpServerCodec;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PeerFaultsTest {
  static Stream<Throwable> peers() {
    return Stream.of(
        new ClosedChannelException(),
        new HttpClosedException("closed"),
        new StreamResetException(0),
        new SSLException("bad record"),
        new DecoderException("bad chunk"),
        new SocketException("Connection reset"),
        new IOException("writevAddresses(..) failed with error(-104): Connection reset by peer"),
        new IOException("sendfile(..) failed with error(-32): Broken pipe"),
        new RuntimeException(new IOException("Connection reset by peer")));
  }

  @ParameterizedTest
  @MethodSource("peers")
  @DisplayName("that a peer goes away or sends nonsense is no fault of ours")
  void ofPeer(Throwable error) {
    assertEquals(true, PeerFaults.isOfPeer(error));
  }

  static Stream<Throwable> ours() {
    return Stream.of(
        new IOException("accept(..) failed with error(-24): Too many open files"),
        new IOException(),
        new NoSuchFileException("/page/index.html"),
        new NullPointerException(),
        new IllegalArgumentException("bad"));
  }

  @ParameterizedTest
  @MethodSource("ours")
  @DisplayName("anything else is")
  void ofOurs(Throwable error) {
    assertEquals(false, PeerFaults.isOfPeer(error));
  }

  @Test
  @DisplayName("no error is no fault of a peer")
  void none() {
    assertEquals(false, PeerFaults.isOfPeer(null));
  }

  @Test
  @DisplayName("an exception of the JDK out of the decoder is of the peer that sent the head")
  void decoder() {
    EmbeddedChannel channel = new EmbeddedChannel(new HttpServerCodec());
    channel.writeInbound(
        Unpooled.copiedBuffer("GET / NONSENSE\r\n\r\n", StandardCharsets.US_ASCII));
    HttpRequest request = channel.readInbound();
    assertEquals(true, PeerFaults.isOfPeer(request.decoderResult().cause()));
    channel.finishAndReleaseAll();
  }
}
