package io.wsgauge.check;

/**
 * The server itself.
 *
 * @param name as its identity header has it
 * @param path of its WebSocket
 * @param publicUrl at which people reach its page; empty where that is not configured
 */
public record OwnServer(String name, String path, String publicUrl) {
  /** The WebSocket's URL by the public one; empty without that. */
  String publicSocket() {
    return publicUrl.isEmpty()
        ? ""
        : "ws"
            + publicUrl.substring("http".length())
            + (publicUrl.endsWith("/") ? "" : "/")
            + path.substring(1);
  }
}
