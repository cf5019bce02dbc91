package io.wsgauge.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.handler.ssl.NotSslRecordException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.security.cert.CertificateException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ErrorTextTest {
  static Stream<Arguments> errors() {
    return Stream.of(
        Arguments.of(new NoSuchFileException("/etc/a"), "no such file: /etc/a"),
        Arguments.of(new AccessDeniedException("/etc/a"), "permission denied: /etc/a"),
        Arguments.of(
            new FileSystemException("/etc/a", null, "Too many levels of symbolic links"),
            "Too many levels of symbolic links: /etc/a"),
        Arguments.of(new IOException("Is a directory"), "Is a directory"),
        Arguments.of(new MalformedInputException(1), "not UTF-8"),
        Arguments.of(new ClosedChannelException(), "the connection was closed"),
        Arguments.of(
            new IOException("bind(..) failed with error(-98): Address already in use"),
            "Address already in use"),
        Arguments.of(
            new ConnectException("finishConnect(..) failed: Connection refused: /127.0.0.1:1"),
            "Connection refused: /127.0.0.1:1"),
        Arguments.of(new UnknownHostException("a.invalid"), "the name does not resolve: a.invalid"),
        Arguments.of(
            new UnknownHostException("Failed to resolve 'a.invalid'"),
            "Failed to resolve 'a.invalid'"),
        Arguments.of(
            new SSLException(new NotSslRecordException("not an SSL/TLS record: 48545450")),
            "the port does not speak TLS"),
        Arguments.of(
            new SSLHandshakeException("handshake_failure")
                .initCause(new CertificateException("No name matching b found")),
            "No name matching b found"),
        Arguments.of(
            new CertificateException(
                "Could not parse certificate: java.io.IOException: Empty input"),
            "Could not parse certificate: Empty input"),
        Arguments.of(new RuntimeException(new TimeoutException()), "timeout"),
        Arguments.of(new TimeoutException(), "timeout"),
        Arguments.of(new IllegalStateException(" "), "illegal state"),
        Arguments.of(new IllegalStateException() {}, "unknown error"),
        Arguments.of(new RuntimeException(), "unknown error"),
        Arguments.of(new Exception(), "unknown error"));
  }

  @ParameterizedTest
  @MethodSource("errors")
  @DisplayName("an error is told in words, in which no class is named")
  void words(Throwable error, String expected) {
    assertEquals(expected, ErrorText.of(error));
    assertFalse(ErrorText.of(error).contains("Exception"));
  }

  @Test
  @DisplayName("what was not done in time is told with the time")
  void late() {
    Future<Object> late = Promise.promise().future().timeout(1, TimeUnit.MILLISECONDS);
    Throwable error = assertThrows(TimeoutException.class, () -> late.await(10, TimeUnit.SECONDS));
    assertEquals("not done within 1.0 ms", ErrorText.of(error));
  }

  @Test
  @DisplayName("a file that is known is not told again")
  void knownFile() {
    assertEquals("permission denied", ErrorText.ofFile(new AccessDeniedException("/etc/a")));
  }
}
