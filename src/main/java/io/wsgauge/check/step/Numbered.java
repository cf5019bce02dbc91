package io.wsgauge.check.step;

import io.vertx.core.buffer.Buffer;

/** The messages of the step {@code integrity}: text and binary in turns, each with its number. */
final class Numbered {
  static final int COUNT = 40;

  /** Bytes of each. */
  private static final int SIZE = 200;

  /** The last ones go out in two frames each. */
  private static final int FRAGMENTED = 5;

  private Numbered() {}

  static void send(CheckSocket socket) {
    for (int i = 0; i < COUNT; i++) {
      socket.sendFragments(isText(i), payload(i), SIZE / frames(i));
    }
  }

  static boolean isText(int number) {
    return number % 2 == 0;
  }

  /** Frames in which it is sent. */
  static int frames(int number) {
    return number >= COUNT - FRAGMENTED ? 2 : 1;
  }

  /** The number, and what cannot be told from it when it is changed. */
  static Buffer payload(int number) {
    String text = "wsgauge " + number + " " + "abcdefghij".repeat(SIZE / 10);
    return Buffer.buffer(text.substring(0, SIZE));
  }

  /** The number of a payload, as far as it is to be read; negative without one. */
  static int of(Buffer payload) {
    String[] words = payload.toString().split(" ", 3);
    boolean known = words.length > 1 && words[0].equals("wsgauge") && words[1].matches("\\d{1,4}");
    int number = known ? Integer.parseInt(words[1]) : -1;
    return number < COUNT ? number : -1;
  }

  /** Whether it may be the message of that number with some of its bytes changed. */
  static boolean resembles(Buffer payload, int number) {
    Buffer sent = payload(Math.min(number, COUNT - 1));
    if (payload.length() != sent.length()) {
      return false;
    }
    int same = 0;
    for (int i = 0; i < sent.length(); i++) {
      same += payload.getByte(i) == sent.getByte(i) ? 1 : 0;
    }
    return 2 * same > sent.length();
  }
}
