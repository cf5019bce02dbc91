package io.wsgauge.check.rule;

import static io.wsgauge.check.rule.Severity.NOTE;
import static io.wsgauge.check.rule.Severity.PROBLEM;
import static io.wsgauge.check.rule.Severity.WARNING;

import io.wsgauge.text.Labelled;
import java.util.Locale;

/** All findings that there are. Their labels and the names of their values are part of the API. */
public enum FindingId implements Labelled {
  RESOLVE_FAILED("name"),
  ADDRESS_DEAD("address", WARNING),
  CONNECT_REFUSED(""),
  CONNECT_TIMEOUT(""),
  TLS_UNTRUSTED("issuer"),
  TLS_SELF_SIGNED("subject"),
  TLS_EXPIRED("notAfter"),
  TLS_NOT_YET_VALID("notBefore"),
  TLS_NAME_MISMATCH("names"),
  TLS_VERSION("versions"),
  TLS_FAILED("fault"),
  TLS_EXPIRES_SOON("notAfter", WARNING),
  UPGRADE_NOT_FORWARDED("status"),
  HTTP10_UPSTREAM(""),
  PATH_REWRITTEN("seen"),
  QUERY_DROPPED("missing"),
  HOST_REWRITTEN("seen", WARNING),
  HEADER_REMOVED("names", WARNING),
  HEADER_CHANGED("names", WARNING),
  REDIRECT("to"),
  NO_BACKEND("status"),
  BACKEND_TIMEOUT("seconds"),
  ORIGIN_REFUSED("status"),
  USER_AGENT_REFUSED("status", WARNING),
  CONNECTION_FORM_REFUSED("status"),
  AUTH_REQUIRED("status"),
  SUBPROTOCOL_STRIPPED(""),
  SUBPROTOCOL_CHANGED("claimed"),
  COMPRESSION_STRIPPED(""),
  COMPRESSION_FORGED("claimed"),
  COMPRESSION_BROKEN("fault"),
  BAD_ACCEPT_KEY(""),
  CONNECTION_LIMIT("held"),
  RATE_LIMIT("perSecond"),
  UNRELIABLE("oneIn"),
  IDLE_TIMEOUT("seconds"),
  FIRST_MESSAGE_TIMEOUT("seconds"),
  LIFETIME_LIMIT("seconds"),
  CUT_ALL_AT_ONCE("at"),
  CUT_AFTER_MESSAGES("count"),
  CUT_AFTER_BYTES("count"),
  MESSAGE_LIMIT("bytes"),
  FRAME_LIMIT("bytes"),
  BUFFERING("seconds"),
  PACKET_DELAY("milliseconds"),
  THROUGHPUT("bytesPerSecond", NOTE),
  PING_ANSWERED_BY_PROXY("count"),
  PINGS_LOST("count"),
  CLOSE_CODE_LOST("arrived"),
  CLOSE_REASON_LOST("arrived"),
  END_NOT_TOLD("seconds"),
  SILENT_DROP("seconds"),
  MESSAGES_LOST("count"),
  MESSAGES_DUPLICATED("count"),
  MESSAGES_REORDERED("count"),
  CONTENT_CHANGED("count"),
  TYPE_CHANGED("count"),
  EARLY_DATA_LOST("count"),
  FRAGMENTS_CHANGED("arrived", NOTE),
  H2_CONNECT_FAILED("status");

  private final String value;
  private final Severity severity;

  FindingId(String value) {
    this(value, PROBLEM);
  }

  FindingId(String value, Severity severity) {
    this.value = value;
    this.severity = severity;
  }

  /** The key of what the finding is about, in its value; empty where it has none. */
  public String value() {
    return value;
  }

  /** The usual severity. */
  public Severity severity() {
    return severity;
  }

  /**
   * @throws IllegalArgumentException where there is none of that label
   */
  public static FindingId of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
