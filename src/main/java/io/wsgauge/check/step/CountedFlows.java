package io.wsgauge.check.step;

import io.wsgauge.check.measurement.Integrity.Flow;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * What a server has said of numbered messages: gaps and repeats in its own sequence are of the way
 * here, all else is of the way there. Event loop only.
 */
final class CountedFlows {
  /** The number of a message by its CRC-32. */
  private final Map<String, Integer> numbers = new HashMap<>();

  /** The first answer of each sequence. */
  private final Map<Integer, Count> answers = new TreeMap<>();

  private int arrived;
  private int last;
  private int duplicated;
  private int reordered;
  private int unread;
  private int typeChanged;

  CountedFlows() {
    for (int i = 0; i < Numbered.COUNT; i++) {
      CRC32 crc = new CRC32();
      crc.update(Numbered.payload(i).getBytes());
      numbers.put("%08x".formatted(crc.getValue()), i);
    }
  }

  void add(CheckSocket.Message message) {
    arrived++;
    typeChanged += message.text() ? 0 : 1;
    Count count = Count.parse(message);
    if (count == null) {
      unread++;
    } else if (answers.putIfAbsent(count.sequence(), count) != null) {
      duplicated++;
    } else {
      reordered += count.sequence() < last ? 1 : 0;
      last = Math.max(last, count.sequence());
    }
  }

  int arrived() {
    return arrived;
  }

  boolean isWhole() {
    return answers.size() + unread >= Numbered.COUNT;
  }

  /** Messages that the server has received at least. */
  int highest() {
    return last;
  }

  /**
   * The way there.
   *
   * @param received messages at the server
   * @param cut whether the connection has ended, so that the last ones are not lost
   */
  Flow up(long received, boolean cut) {
    Set<Integer> seen = new HashSet<>();
    int before = -1;
    int twice = 0;
    int overtaken = 0;
    int changed = 0;
    int otherType = 0;
    long sentFrames = 0;
    long seenFrames = 0;
    for (Count count : answers.values()) {
      Integer number = numbers.get(count.crc32());
      if (number == null) {
        changed++;
        continue;
      }
      if (!seen.add(number)) {
        twice++;
        continue;
      }
      overtaken += number < before ? 1 : 0;
      before = Math.max(before, number);
      otherType += count.type().equals(Numbered.isText(number) ? "text" : "binary") ? 0 : 1;
      sentFrames += Numbered.frames(number);
      seenFrames += count.fragments();
    }
    // of those whose answer is missing, the server tells only how many there were
    int expected = cut ? before + 1 : Numbered.COUNT;
    int known = seen.size() + changed + (int) Math.max(0, received - answers.size());
    return new Flow(
        Numbered.COUNT,
        (int) received,
        Math.max(0, expected - known),
        twice,
        overtaken,
        changed,
        otherType,
        sentFrames,
        seenFrames);
  }

  /** The way here, of the server's answers. */
  Flow down(long received, boolean cut) {
    long expected = cut ? last : received;
    return new Flow(
        (int) received,
        arrived,
        (int) Math.max(0, expected - answers.size() - unread),
        duplicated,
        reordered,
        unread,
        typeChanged,
        0,
        0);
  }
}
