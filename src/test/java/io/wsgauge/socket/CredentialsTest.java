package io.wsgauge.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsgauge.socket.SocketConfig.AuthConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6750 and RFC 7617. */
class CredentialsTest {
  @TempDir Path directory;

  private Path file(String content) throws IOException {
    return Files.writeString(directory.resolve("file"), content);
  }

  private Credentials tokens(String content) throws IOException {
    return Credentials.read(new AuthConfig(file(content).toString(), "", false));
  }

  private Credentials users(String content) throws IOException {
    return Credentials.read(new AuthConfig("", file(content).toString(), false));
  }

  private static String basic(String user) {
    return "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  @DisplayName("each token of the file is let in")
  void tokens() throws IOException {
    Credentials credentials = tokens("one\ntwo\n");
    assertTrue(credentials.contain("Bearer one"));
    assertTrue(credentials.contain("Bearer two"));
  }

  @Test
  @DisplayName("a byte order mark is no part of the first token")
  void mark() throws IOException {
    assertTrue(tokens("\uFEFFone\n").contain("Bearer one"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer onf", "Bearer on", "Bearer onee", "Bearer ONE", "Bearer ", "one"})
  @DisplayName("what is not exactly a token of the file is not let in")
  void otherToken(String authorization) throws IOException {
    assertFalse(tokens("one\n").contain(authorization));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bearer one", "BEARER one", " Bearer  one "})
  @DisplayName("the scheme is understood in any case, and with more space than it needs")
  void schemeInAnyCase(String authorization) throws IOException {
    assertTrue(tokens("one\n").contain(authorization));
  }

  @Test
  @DisplayName("a name with its password is let in, the scheme being in any case")
  void user() throws IOException {
    Credentials credentials = users("ann:secret\n");
    assertTrue(credentials.contain(basic("ann:secret")));
    assertTrue(credentials.contain(basic("ann:secret").replace("Basic", "bASIC")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ann:other", "bob:secret", "ann", "ann:", ":secret", "", "ann:secret\n"})
  @DisplayName("another name or password is not let in")
  void otherUser(String user) throws IOException {
    assertFalse(users("ann:secret\n").contain(basic(user)));
  }

  @Test
  @DisplayName("a name and a password beyond ASCII are UTF-8")
  void notAscii() throws IOException {
    assertTrue(users("jürgen:пароль€\n").contain(basic("jürgen:пароль€")));
  }

  @Test
  @DisplayName("a password may have colons")
  void colons() throws IOException {
    assertTrue(users("ann:a:b:\n").contain(basic("ann:a:b:")));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {"", "Basic", "Basic !", "Basic ann:secret", "Digest ann:secret", "ann:secret"})
  @DisplayName("no header, no base64 and another scheme are not let in")
  void neither(String authorization) throws IOException {
    assertFalse(users("ann:secret\n").contain(authorization));
  }

  @Test
  @DisplayName("a token is no name with a password, nor the other way round")
  void schemesApart() throws IOException {
    assertFalse(tokens("ann:secret\n").contain(basic("ann:secret")));
    assertFalse(users("ann:secret\n").contain("Bearer ann:secret"));
  }

  @Test
  @DisplayName("who is in either of both files is let in")
  void bothFiles() throws IOException {
    Path users = Files.writeString(directory.resolve("users"), "ann:secret");
    Credentials credentials =
        Credentials.read(new AuthConfig(file("one").toString(), users.toString(), false));
    assertTrue(credentials.contain("Bearer one"));
    assertTrue(credentials.contain(basic("ann:secret")));
  }

  @Test
  @DisplayName("comments, blank lines and white space around a line are left out")
  void comments() throws IOException {
    Credentials credentials = tokens("# old\r\n\r\n  \t\n  one \r\n#two\n");
    assertTrue(credentials.contain("Bearer one"));
    assertFalse(credentials.contain("Bearer #two"));
    assertFalse(credentials.contain("Bearer # old"));
    assertFalse(credentials.contain("Bearer "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n \n", "# nobody\n"})
  @DisplayName("a file that lets nobody in is refused")
  void nothing(String content) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> tokens(content));
    assertEquals("holds nothing", refusal.getMessage());
  }

  @Test
  @DisplayName("a user without a colon is refused, and not shown")
  void withoutColon() {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> users("ann:secret\nbob\n"));
    assertEquals("must have lines of the form name:password", refusal.getMessage());
  }
}
