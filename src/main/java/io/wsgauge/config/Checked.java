package io.wsgauge.config;

/** A configuration that has rules beyond its schema, such as two keys that must fit together. */
public interface Checked {
  /** Adds what is wrong; may block on the file system. */
  void check(Problems problems);
}
