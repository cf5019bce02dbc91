package io.wsgauge.probe;

import io.wsgauge.text.Labelled;
import java.util.Arrays;
import java.util.List;

/** The reasons for which a run fails. */
public enum Reason implements Labelled {
  RESOLVE_FAILED("the host name does not resolve"),
  RESOLVE_TIMEOUT("the name servers did not answer in time"),
  CONNECT_REFUSED("nothing listens on the port, or a firewall rejects"),
  CONNECT_TIMEOUT("no answer to TCP's first packet: host down, or packets dropped on the way"),
  CONNECT_FAILED("TCP did not connect"),
  PROXY_FAILED("the proxy was not reached, refused to connect to the target, or closed"),
  PROXY_TIMEOUT("the proxy was not reached, or did not connect to the target, in time"),
  TLS_UNTRUSTED("no trusted authority has signed the certificate"),
  TLS_EXPIRED("the certificate, or that of its authority, has expired"),
  TLS_NOT_YET_VALID("the certificate, or that of its authority, is not valid yet"),
  TLS_NAME_MISMATCH("the certificate is for another host name"),
  TLS_TIMEOUT("TCP connected, but the TLS handshake did not end in time"),
  TLS_FAILED("the TLS handshake failed"),
  UPGRADE_REFUSED("the server refused the upgrade to a WebSocket"),
  UPGRADE_NOT_WEBSOCKET("what answered is no WebSocket server"),
  UPGRADE_TIMEOUT("connected, but the upgrade was not answered in time"),
  UPGRADE_TOO_LARGE("the headers of the upgrade's answer are larger than wsgauge takes"),
  UPGRADE_NO_ANSWER("the connection ended before the upgrade was answered"),
  BAD_ACCEPT_KEY("the upgrade's answer belongs to another request; a cache may be in between"),
  BAD_SUBPROTOCOL("the server did not choose one of the offered subprotocols"),
  BAD_EXTENSION("the server agreed to an extension that was not offered"),
  SEND_TIMEOUT("the peer did not take what it was sent"),
  REPLY_TIMEOUT("sent, but no reply came in time"),
  REPLY_MISMATCH("messages came, but not the expected reply"),
  REPLY_TOO_LARGE("the reply is larger than wsgauge takes"),
  LIMIT_EXCEEDED("the peer sent more at once than wsgauge takes"),
  PONG_TIMEOUT("a ping was sent, but no pong came in time"),
  PROTOCOL_ERROR("the peer broke the WebSocket protocol"),
  CLOSED_BY_PEER("the server closed the WebSocket"),
  CUT_WITHOUT_CLOSE(
      "the connection ended without a close frame, as when something in between cuts"),
  LOCAL_ERROR("the run failed on this side");

  private final String text;

  Reason(String text) {
    this.text = text;
  }

  /** The reason as a sentence without its full stop, for a person. */
  public String text() {
    return text;
  }

  public static List<String> labels() {
    return Arrays.stream(values()).map(Reason::label).toList();
  }
}
