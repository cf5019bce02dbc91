package io.wsgauge.cluster;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.List;

/** A part of a list in JSON: objects with commas between them. */
final class TargetParts {
  private static final JsonFactory JSON = new JsonFactory();

  private TargetParts() {}

  static Buffer joined(List<Buffer> objects) {
    Buffer all = Buffer.buffer();
    objects.forEach(one -> all.appendString(all.length() == 0 ? "" : ",").appendBuffer(one));
    return all;
  }

  /**
   * Takes what another node tells as it is.
   *
   * @throws IllegalArgumentException when a list would not be one with that in it
   */
  static Buffer read(Buffer told) {
    byte[] list = Buffer.buffer("[").appendBuffer(told).appendString("]").getBytes();
    try (JsonParser parser = JSON.createParser(list)) {
      parser.nextToken();
      for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; ) {
        if (next != JsonToken.START_OBJECT) {
          throw new IllegalArgumentException("a target that is no object");
        }
        parser.skipChildren();
        next = parser.nextToken();
      }
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException("more than a list of targets");
      }
      return told;
    } catch (IOException e) {
      throw new IllegalArgumentException("no JSON", e);
    }
  }
}
