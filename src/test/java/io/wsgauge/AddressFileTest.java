package io.wsgauge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(VertxExtension.class)
class AddressFileTest {
  @TempDir Path directory;

  @Test
  @DisplayName("a service that stops leaves what another has written since")
  void ofAnother(Vertx vertx) throws Exception {
    String file = directory.resolve("address").toString();
    AddressFile first = new AddressFile(vertx, file);
    AddressFile second = new AddressFile(vertx, file);
    first.write("http://127.0.0.1:1").await(10, TimeUnit.SECONDS);
    second.write("http://127.0.0.1:2").await(10, TimeUnit.SECONDS);
    first.remove().await(10, TimeUnit.SECONDS);
    assertEquals(Optional.of("http://127.0.0.1:2"), AddressFile.read(file));
    second.remove().await(10, TimeUnit.SECONDS);
    assertEquals(Optional.empty(), AddressFile.read(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "here", "file:///etc/passwd", "ftp://127.0.0.1", "http://a b"})
  @DisplayName("what is no URL of HTTP is as good as no file")
  void strange(String text) throws Exception {
    Path file = directory.resolve("address");
    Files.writeString(file, text);
    assertEquals(Optional.empty(), AddressFile.read(file.toString()));
  }
}
