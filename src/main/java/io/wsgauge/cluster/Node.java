package io.wsgauge.cluster;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A node, as it tells of itself.
 *
 * @param id new at each start
 * @param name the same at each start
 * @param address by which it is a member
 * @param zone empty for none
 * @param url of its WebSocket; empty where it has none, or does not want to be pinged
 * @param publicUrl of its WebSocket through what is in front of it; empty for none
 * @param shared what stands for its list of shared targets; empty where it pings none
 */
public record Node(
    String id,
    String name,
    String address,
    String zone,
    String version,
    String url,
    String publicUrl,
    String shared) {
  private static final Pattern NAME = Pattern.compile("[^\\s/\\p{C}\\p{Z}]{1,100}");

  /** The longest text of another node that is kept. */
  private static final int MAX_LENGTH = 2000;

  /** The node behind a member; one whose name is none is called by its id. */
  static Node of(Member member) {
    Map<String, String> told = member.attributes();
    String name = text(told, "name");
    return new Node(
        member.id(),
        isName(name) ? name : member.id(),
        member.address(),
        text(told, "zone"),
        text(told, "version"),
        text(told, "url"),
        text(told, "public"),
        text(told, "shared"));
  }

  /** Whether a node can be called that. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** The same of a start. */
  Node withId(String id) {
    return new Node(id, name, address, zone, version, url, publicUrl, shared);
  }

  /**
   * The same with another list of shared targets.
   *
   * @param shared what stands for it
   */
  Node withShared(String shared) {
    return new Node(id, name, address, zone, version, url, publicUrl, cut(shared));
  }

  private static String text(Map<String, String> told, String key) {
    return cut(told.getOrDefault(key, ""));
  }

  /** Nothing, where another node tells more than is kept. */
  static String cut(String value) {
    return value.length() > MAX_LENGTH ? "" : value;
  }

  /** What it tells others. */
  Map<String, String> attributes() {
    return new HashMap<>(
        Map.of(
            "name", name,
            "zone", zone,
            "version", version,
            "url", url,
            "public", publicUrl,
            "shared", shared));
  }

  /** Where its questions arrive on the bus. */
  String busAddress() {
    return "wsgauge." + id;
  }
}
