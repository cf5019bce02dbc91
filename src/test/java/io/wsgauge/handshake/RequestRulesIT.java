package io.wsgauge.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.TestService;
import io.wsgauge.testing.Answer;
import io.wsgauge.testing.RawClient;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests are refused before anybody looks at what they are for (RFC 9112). */
@ExtendWith(VertxExtension.class)
class RequestRulesIT {
  private static final String SECOND = "GET /second HTTP/1.1\r\nHost: h\r\n\r\n";

  /** Of a request, with | for CRLF, and one more behind it in the same segment. */
  private static Answer refused(Vertx vertx, String request) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    try (RawClient client = RawClient.connect(service.port())) {
      Answer answer = Answer.to(client, crlf(request) + SECOND);
      assertEquals("", client.readToEnd(), "nothing comes after it");
      assertTrue(answer.hasHeader("Content-Type: application/problem+json"), answer.head());
      assertTrue(answer.hasHeader("Connection: close"), answer.head());
      assertTrue(answer.head().startsWith("HTTP/1.1 "), answer.head());
      return answer;
    }
  }

  private static int status(int port, String request) {
    return Answer.to(port, crlf(request)).status();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1||",
        "GET / HTTP/1.1|Host: a|Host: b||",
        "GET / HTTP/1.1|Host: a|Host: a||",
        "GET / HTTP/1.0|Host: a|Host: b||",
        "GET / HTTP/1.1|Host:||",
        "GET / HTTP/1.1|Host: a b||",
        "GET / HTTP/1.1|Host: a| b||",
        "GET / HTTP/1.1|Host: a/b||",
        "GET / HTTP/1.1|Host: u@a||",
        "GET / HTTP/1.1|Host: a, b||",
        "GET / HTTP/1.1|Host: a:b||",
        "GET / HTTP/1.1|Host: a:65536||",
        "GET / HTTP/1.1|Host: :80||",
        "GET / HTTP/1.1|Host: [::1||",
        "GET / HTTP/1.1|Host: [::g]||",
        "GET / HTTP/1.1|Host: [::1]a||",
        "GET / HTTP/1.1|Host: <a>||",
        "GET / HTTP/1.1|Host: a%zz||",
        "GET / HTTP/1.1|Host: h|: a||",
        "GET / HTTP/1.1|Host: h|a b: c||",
        "GET / HTTP/1.1|Host: h|a : c||",
        "GET / HTTP/1.1|Host: h|a: b\u0000c||",
        "GET / HTTP/1.1|Host: h|a: b\u001bc||",
        "GET / HTTP/1.1|Host: h|a: b\rc||",
        "GET / HTTP/1.1\nHost: h\n\n",
        "GET /\r\n\r\n",
        "GET / HTTQ/1.1|Host: h||",
        "GET / http/1.1|Host: h||",
        "GET / HTTP/01.1|Host: h||",
        "GET / x HTTP/1.1|Host: h||",
        "G<T / HTTP/1.1|Host: h||",
      })
  @DisplayName("a head that is not as it has to be is 400, and the last of its connection")
  void head(String request, Vertx vertx) throws Exception {
    assertEquals(400, refused(vertx, request).status());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "/%zz 1",
        "/a%2 2",
        "/a?b=% 5",
        "/a?b=%+1 5",
      })
  @DisplayName("a malformed percent-encoding is 400, in the path and in the query")
  void percentEncoding(String target, int position, Vertx vertx) throws Exception {
    Answer answer = refused(vertx, "GET " + target + " HTTP/1.1|Host: h||");
    assertEquals(400, answer.status());
    assertEquals(
        "the request target's percent-encoding is malformed at position " + position,
        answer.detail());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/%ff", "/?a=%ff%fe", "/%c0%af", "/?a=%c3b%a4", "/?a=%c3", "/%ed%a0%80"})
  @DisplayName("what is encoded and no UTF-8 is 400")
  void notUtf8(String target, Vertx vertx) throws Exception {
    Answer answer = refused(vertx, "GET " + target + " HTTP/1.1|Host: h||");
    assertEquals(400, answer.status());
    assertEquals("the request target's percent-encoding must be of UTF-8", answer.detail());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "info",
        "*",
        "/a\u0000b",
        "/a\u001b[31m",
        "/a\u007f",
        "/\u00e4",
        "/ws#a",
        "http://[::1/info",
        "http:///info",
        "http://u@h/info",
        "ftp://h/info",
        "://h/",
      })
  @DisplayName("a request target of no form that a client may use is 400")
  void target(String target, Vertx vertx) throws Exception {
    assertEquals(400, refused(vertx, "GET " + target + " HTTP/1.1|Host: h||").status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"CONNECT h:80", "CONNECT /", "OPTIONS *"})
  @DisplayName("what asks for a tunnel or for the server as a whole is 405")
  void otherForms(String start, Vertx vertx) throws Exception {
    Answer answer = refused(vertx, start + " HTTP/1.1|Host: h||");
    assertEquals(405, answer.status());
    assertTrue(answer.hasHeader("Allow: GET, HEAD"), answer.head());
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.2", "HTTP/1.9", "HTTP/2.0", "HTTP/0.9", "HTTP/11.1"})
  @DisplayName("another version of HTTP is 505, and not echoed")
  void version(String version, Vertx vertx) throws Exception {
    assertEquals(505, refused(vertx, "GET / " + version + "|Host: h||").status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Transfer-Encoding: xchunked, chunked",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding:| chunked",
        "Transfer-Encoding: chunked, chunked",
        "Transfer-Encoding: chunked|Transfer-Encoding: chunked",
        "Transfer-Encoding: chunked|Transfer-Encoding: identity",
        "Transfer-Encoding: chunked;q=1",
        "Transfer-Encoding: \"chunked\"",
        "Transfer-Encoding: identity",
        "Transfer-Encoding:",
        "Transfer-Encoding: chunked|Content-Length: 5",
        "Content-Length: 0|Transfer-Encoding: chunked",
        "Content-Length: 5|Content-Length: 5",
        "Content-Length: 0, 0",
        "Content-Length: +5",
        "Content-Length: -5",
        "Content-Length: 0x5",
        "Content-Length:| 5",
        "Content-Length:",
        "Content-Length: 99999999999999999999",
      })
  @DisplayName("where a body ends must be told in one way, or it is 400")
  void framing(String headers, Vertx vertx) throws Exception {
    Answer answer = refused(vertx, "POST / HTTP/1.1|Host: h|" + headers + "||0||");
    assertEquals(400, answer.status());
  }

  @Test
  @DisplayName("chunks in HTTP/1.0, with a length beside them or without, are 400")
  void chunksOfHttp10(Vertx vertx) throws Exception {
    int port = TestService.start(vertx, "{}").port();
    String head = "POST / HTTP/1.0|Connection: keep-alive|Transfer-Encoding: chunked|";
    assertEquals(400, status(port, head + "|"));
    assertEquals(400, status(port, head + "Content-Length: 5||"));
  }

  private static String crlf(String text) {
    return text.replace("|", "\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0x5|abcde|0||",
        "+5|abcde|0||",
        "-1|abcde|0||",
        "5 |abcde|0||",
        " 5|abcde|0||",
        "5;a=\"|abcde|0||",
        "5\nabcde|0||",
        "FFFFFFFFFFFFFFFF|abcde|0||",
        "100000005|abcde|0||",
        "5|abcdeXX0||",
        "0|Host: evil||",
        "0|X: a||",
        "0|X\u0001: a||",
      })
  @DisplayName("a chunk or a trailer that is not as it has to be ends the connection")
  void chunks(String body, Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    try (RawClient client = RawClient.connect(service.port())) {
      String head = "POST /nope HTTP/1.1|Host: h|Transfer-Encoding: chunked||";
      client.sendText(crlf(head + body) + SECOND);
      assertFalse(client.readToEnd().contains("/second"));
    }
  }

  @Test
  @DisplayName("a body in sound chunks leaves the connection usable")
  void soundChunks(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    try (RawClient client = RawClient.connect(service.port())) {
      String head = "POST /nope HTTP/1.1|Host: h|Transfer-Encoding: Chunked||";
      assertEquals(404, Answer.to(client, crlf(head + "5;a=b|abcde|0||")).status());
      assertEquals("nothing at /second", Answer.to(client, SECOND).detail());
    }
  }

  @Test
  @DisplayName("what the rules allow is answered")
  void allowed(Vertx vertx) throws Exception {
    int port = TestService.start(vertx, "{}").port();
    String end = " HTTP/1.1|Host: h||";
    assertEquals(200, status(port, "GET /info HTTP/1.1|Host: h:||"));
    assertEquals(200, status(port, "GET /info HTTP/1.1|Host: h_1.example:8080||"));
    assertEquals(200, status(port, "GET /info HTTP/1.1|Host: [::1]:8080||"));
    assertEquals(200, status(port, "GET http://other/info" + end));
    assertEquals(200, status(port, "GET HTTPS://[::1]:8080/info?a=%C3%A4%00" + end));
    assertEquals(200, status(port, "GET http://other" + end));
    assertEquals(404, status(port, "GET /a{b}c%2f" + end));
    assertEquals(405, status(port, "TRACE /info" + end));
  }

  @Test
  @DisplayName("a request of HTTP/1.0 is answered in HTTP/1.1, and its connection ends")
  void http10(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    try (RawClient client = RawClient.connect(service.port())) {
      Answer answer = Answer.to(client, "GET /health/live HTTP/1.0\r\n\r\n");
      assertTrue(answer.head().startsWith("HTTP/1.1 200 "), answer.head());
      assertTrue(answer.hasHeader("Connection: close"), answer.head());
      assertTrue(client.readsEnd());
    }
  }

  @Test
  @DisplayName("a connection of HTTP/1.0 that is to be kept is kept")
  void http10KeptAlive(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    try (RawClient client = RawClient.connect(service.port())) {
      String request = "GET /health/live HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
      assertTrue(Answer.to(client, request).hasHeader("Connection: keep-alive"));
      assertEquals(200, Answer.to(client, request).status());
    }
  }

  @Test
  @DisplayName("what comes before a request that is refused is answered")
  void earlier(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    try (RawClient client = RawClient.connect(service.port())) {
      client.sendText(SECOND + "GET / HTTP/1.1\r\n\r\n" + SECOND);
      assertEquals("nothing at /second", Answer.read(client).detail());
      assertEquals("Host must be there once, not 0 times", Answer.read(client).detail());
      assertEquals("", client.readToEnd());
    }
  }
}
