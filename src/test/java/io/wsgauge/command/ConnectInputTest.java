package io.wsgauge.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import io.wsgauge.probe.CloseReason;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectInputTest {
  @TempDir Path directory;

  private TypedLine typed() {
    return new TypedLine(ConnectFormat.TEXT, directory, 10);
  }

  private static Outgoing text(String text) {
    return new Outgoing.Message(true, Buffer.buffer(text));
  }

  @Test
  @DisplayName("what is typed is a message, but for a slash or an @, which two of them stand for")
  void typedMessages() throws Exception {
    Files.writeString(directory.resolve("f"), "in it\n");
    assertEquals(text("a /b @c"), typed().parse("a /b @c"));
    assertEquals(text("/a"), typed().parse("//a"));
    assertEquals(text("@a"), typed().parse("@@a"));
    assertEquals(text("in it\n"), typed().parse("@f"));
  }

  @Test
  @DisplayName("commands send pings, bytes and the close frame")
  void commands() {
    assertEquals(new Outgoing.Ping(Buffer.buffer("a b")), typed().parse("/ping a b"));
    assertEquals(
        new Outgoing.Message(false, Buffer.buffer(new byte[] {0, -1})),
        typed().parse("/hex 00 fF"));
    assertEquals(new Outgoing.Close(CloseReason.NORMAL), typed().parse("/close"));
    assertEquals(
        new Outgoing.Close(new CloseReason(4000, "a b")), typed().parse("/close 4000 a b"));
  }

  @Test
  @DisplayName("a file is read no further than a message may be large")
  void largeFile() throws Exception {
    Files.writeString(directory.resolve("f"), "x".repeat(11));
    assertWrong("f: larger than 10 bytes", "@f");
    assertWrong("/dev/zero: larger than 10 bytes", "@/dev/zero");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/png | no such command; /help has them",
        "/close x | must be a code, such as 1000 or 4000:done",
        "/close 999 | the code must be 1000 to 1003, 1007 to 1014 or 3000 to 4999, not 999",
        "/hex 0 | must be bytes in hexadecimal, such as 00 ff",
        "@none | none: no such file",
      })
  @DisplayName("what is typed wrongly is told with the rule")
  void wrong(String line, String message) {
    assertWrong(message, line);
  }

  private void assertWrong(String message, String line) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> typed().parse(line)).getMessage());
  }

  @Test
  @DisplayName("a ping or a close reason that is too long for its frame is refused")
  void tooLong() {
    assertThrows(IllegalArgumentException.class, () -> typed().parse("/ping " + "x".repeat(126)));
    assertThrows(
        IllegalArgumentException.class, () -> typed().parse("/close 4000 " + "é".repeat(62)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\": \"text\", \"data\": \"\\ud800\"} | half of a surrogate pair",
        "{\"type\": \"close\", \"reason\": \"\\udc00\"} | half of a surrogate pair",
        "{\"type\": \"text\", \"base64\": \"/w==\"} | a text must be UTF-8",
        "{\"type\": \"pong\"} | type must be text, binary, ping or close",
        "{\"type\": \"text\", \"data\": 1} | data must be a string",
        "[] | must be JSON",
        "{\"type\": \"close\", \"code\": 1006} | the code must be",
        "{\"type\": \"text\"} | a message needs data, or base64",
        "{\"type\": \"text\", \"text\": \"hi\"} | a message needs data, or base64",
        "{\"type\": \"binary\", \"data\": null} | a message needs data, or base64",
        "{\"type\": \"binary\", \"base64\": \"*\"} | must be Base64",
        "{\"type\": null} | type must be text, binary, ping or close",
      })
  @DisplayName("JSON that is nothing to send is told with the rule")
  void wrongJson(String line, String message) {
    String told =
        assertThrows(IllegalArgumentException.class, () -> ConnectJson.parse(line)).getMessage();
    assertTrue(told.contains(message), told);
  }

  @Test
  @DisplayName("a line is read no further than a message may be large")
  void longLine() throws Exception {
    byte[] bytes = ("1234567890\r\n" + "x".repeat(12)).getBytes(StandardCharsets.UTF_8);
    LineInput input = new LineInput(new ByteArrayInputStream(bytes), ConnectFormat.TEXT, 11);
    assertEquals(text("1234567890"), input.next());
    assertEquals(
        "line 2 of standard input: is longer than 11 bytes",
        assertThrows(IllegalArgumentException.class, input::next).getMessage());
  }

  @Test
  @DisplayName("an input that ends with a line end has no empty line behind it")
  void lastLine() throws Exception {
    LineInput input =
        new LineInput(
            new ByteArrayInputStream("a\n".getBytes(StandardCharsets.UTF_8)),
            ConnectFormat.TEXT,
            9);
    assertEquals(text("a"), input.next());
    assertNull(input.next());
  }
}
