package io.wsgauge.check.step;

import io.wsgauge.check.measurement.Integrity.Flow;
import java.util.HashSet;
import java.util.Set;

/** What has come back of numbered messages that are echoed. Event loop only. */
final class EchoedFlow {
  private final Set<Integer> numbers = new HashSet<>();
  private final boolean answersAlone;
  private int arrived;
  private int last = -1;
  private int duplicated;
  private int reordered;
  private int changed;
  private int typeChanged;
  private int resembling;

  /**
   * @param answersAlone whether the server sends nothing but answers, so that whatever comes is
   *     one; any other may have messages of its own, or those of its other connections
   */
  EchoedFlow(boolean answersAlone) {
    this.answersAlone = answersAlone;
  }

  void add(CheckSocket.Message message) {
    int number = Numbered.of(message.payload());
    if (number < 0) {
      boolean alike = Numbered.resembles(message.payload(), arrived);
      if (alike || answersAlone) {
        resembling += alike ? 1 : 0;
        arrived++;
        changed++;
      }
      return;
    }
    arrived++;
    if (!numbers.add(number)) {
      duplicated++;
      return;
    }
    if (number < last) {
      reordered++;
    }
    last = Math.max(last, number);
    if (!message.payload().equals(Numbered.payload(number))) {
      changed++;
    }
    if (message.text() != Numbered.isText(number)) {
      typeChanged++;
    }
  }

  int arrived() {
    return arrived;
  }

  boolean isEmpty() {
    return numbers.isEmpty();
  }

  /** Whether what was sent has come back, each message of it with other bytes. */
  boolean isChanged() {
    return isEmpty() && resembling > Numbered.COUNT / 2;
  }

  boolean isWhole() {
    return numbers.size() == Numbered.COUNT;
  }

  /**
   * @param cut whether the connection has ended, so that the last ones are not lost
   */
  Flow flow(boolean cut, long frames) {
    int expected = cut ? last + 1 : Numbered.COUNT;
    int lost = Math.max(0, expected - numbers.size() - changed);
    long sent = 0;
    for (int i = 0; i < Numbered.COUNT; i++) {
      sent += Numbered.frames(i);
    }
    return new Flow(
        Numbered.COUNT, arrived, lost, duplicated, reordered, changed, typeChanged, sent, frames);
  }
}
