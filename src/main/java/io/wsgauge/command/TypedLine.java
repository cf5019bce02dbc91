package io.wsgauge.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;
import io.wsgauge.probe.CloseReason;
import io.wsgauge.text.ErrorText;
import io.wsgauge.text.Quantity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a person writes: a message, the file of one, or a command. Thread-safe. */
final class TypedLine {
  static final String HELP =
      """
      /ping [TEXT]            send a ping
      /close [CODE [REASON]]  close; so does the end of input (Ctrl-D)
      /hex 00 ff              send bytes as a binary message
      @FILE                   send what is in a file; @@ begins a message with @
      //                      begins a message with /""";

  private final ConnectFormat format;
  private final Path directory;
  private final int maxSize;

  /**
   * @param format of lines; who has to write JSON by hand is not asked to: that is text
   * @param directory of files
   * @param maxSize of a file in bytes
   */
  TypedLine(ConnectFormat format, Path directory, int maxSize) {
    this.format = format == ConnectFormat.JSON ? ConnectFormat.TEXT : format;
    this.directory = directory;
    this.maxSize = maxSize;
  }

  /**
   * A message or command. Blocks on the file system.
   *
   * @throws IllegalArgumentException with the rule that it breaks
   */
  Outgoing parse(String line) {
    if (!line.startsWith("/")) {
      return message(line);
    }
    if (line.startsWith("//")) {
      return message(line.substring(1));
    }
    String[] words = line.split(" ", 2);
    String rest = words.length < 2 ? "" : words[1];
    return switch (words[0]) {
      case "/ping" -> new Outgoing.Ping(Buffer.buffer(rest));
      case "/close" ->
          new Outgoing.Close(
              rest.isBlank()
                  ? CloseReason.NORMAL
                  : CloseReason.parse(rest.strip().replaceFirst(" +", ":")));
      case "/hex" -> ConnectFormat.HEX.parse(rest.getBytes(UTF_8));
      default -> throw new IllegalArgumentException("no such command; /help has them");
    };
  }

  /**
   * A message, or the file of one.
   *
   * @throws IllegalArgumentException with the rule that it breaks
   */
  Outgoing message(String line) {
    if (!line.startsWith("@")) {
      return format.parse(line.getBytes(UTF_8));
    }
    return line.startsWith("@@")
        ? format.parse(line.substring(1).getBytes(UTF_8))
        : file(line.substring(1));
  }

  private Outgoing file(String name) {
    try (InputStream in = Files.newInputStream(directory.resolve(name))) {
      byte[] payload = in.readNBytes(maxSize + 1);
      if (payload.length > maxSize) {
        throw new IllegalArgumentException(name + ": larger than " + Quantity.of(maxSize, "byte"));
      }
      return format.whole(payload);
    } catch (IOException e) {
      throw new IllegalArgumentException(name + ": " + ErrorText.ofFile(e), e);
    }
  }
}
