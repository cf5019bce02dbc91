package io.wsgauge.check.bed;

/**
 * What the proxy does to one connection: by itself, it passes all on. On the connection's event
 * loop.
 */
class Fault {
  /** The head of the request has come. */
  void request(Link link, Head head) {
    link.forward(head);
  }

  /** The head of the server's answer has come. */
  void response(Link link, Head head) {
    link.answer(head);
  }

  /** The 101 was passed on. */
  void opened(Link link) {}

  /** Bytes behind the heads have come. */
  void bytes(Link link, Way way, byte[] bytes) {
    link.parse(way, bytes);
  }

  void frame(Link link, Way way, Frame frame) {
    link.send(way, frame.bytes());
  }

  /** The sender in that direction has ended its connection. */
  void ended(Link link, Way way, boolean reset) {
    link.end(way, reset);
  }

  /** The server cannot be connected to. */
  void unreachable(Link link) {
    link.refuse(Head.answer("502 Bad Gateway", "<h1>502 Bad Gateway</h1>"));
  }

  /** Both ends are gone. */
  void gone(Link link) {}
}
