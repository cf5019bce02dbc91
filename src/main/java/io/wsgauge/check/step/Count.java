package io.wsgauge.check.step;

import org.jspecify.annotations.Nullable;

/**
 * What a wsgauge says of a message ({@code reply=count}).
 *
 * @param sequence of those that it has received, from 1
 * @param fragments frames in which it came
 * @param crc32 in hexadecimal
 * @param age seconds from the 101 until all of it was there
 */
record Count(int sequence, String type, long size, int fragments, String crc32, double age) {
  /**
   * @return null where it is no such answer
   */
  static @Nullable Count parse(CheckSocket.Message message) {
    return PeerJson.read(
        message.payload().toString(),
        json ->
            json.containsKey("sequence") && json.containsKey("crc32")
                ? new Count(
                    json.getInteger("sequence"),
                    json.getString("type", ""),
                    json.getLong("size", -1L),
                    json.getInteger("fragments", 1),
                    json.getString("crc32"),
                    json.getDouble("age", 0.0))
                : null);
  }
}
