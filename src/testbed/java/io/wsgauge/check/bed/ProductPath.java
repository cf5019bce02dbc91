package io.wsgauge.check.bed;

import java.util.List;

/**
 * A path through a product.
 *
 * @param program without which there is no such path
 * @param opened starts the product and says which URL leads through it
 */
record ProductPath(Planted planted, String program, Opened opened) {

  /** Starts what a path leads through. */
  interface Opened {
    /**
     * @return the URL
     */
    String through(Rig rig) throws Exception;
  }

  /** What a check of the path is told beside its URL. */
  static List<String> trusting(Rig rig, String url) {
    return url.startsWith("wss:")
        ? List.of(
            "--cacert",
            rig.authority().toString(),
            "--connect-to",
            "127.0.0.1:" + url.replaceAll("wss://localhost:(\\d+)/.*", "$1"))
        : List.of();
  }

  @Override
  public String toString() {
    return planted.name();
  }
}
