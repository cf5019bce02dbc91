package io.wsgauge.wire;

import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;

/**
 * A frame. One that was received is valid until the method that was given it returns, since its
 * payload lies where the next bytes are read to; it can be sent once.
 */
public final class Frame {
  private final int first;
  private final boolean text;
  private final ByteBuf bytes;
  private final int start;
  private final int length;
  private final int headroom;

  /**
   * @param first the first byte of its head
   * @param text whether its message is text
   * @param bytes with the payload in it, which is not taken over
   * @param headroom bytes before the payload that are free, its own head having been read
   */
  Frame(int first, boolean text, ByteBuf bytes, int start, int length, int headroom) {
    this.first = first;
    this.text = text;
    this.bytes = bytes;
    this.start = start;
    this.length = length;
    this.headroom = headroom;
  }

  /** A whole message. */
  public static Frame text(String message) {
    return text(Buffer.buffer(message), true);
  }

  /**
   * @param payload need not be whole code points
   */
  public static Frame text(Buffer payload, boolean isFinal) {
    return of(Rfc6455.TEXT, true, payload, isFinal);
  }

  public static Frame binary(Buffer payload, boolean isFinal) {
    return of(Rfc6455.BINARY, false, payload, isFinal);
  }

  /**
   * @param text whether its message is text
   */
  public static Frame continuation(boolean text, Buffer payload, boolean isFinal) {
    return of(Rfc6455.CONTINUATION, text, payload, isFinal);
  }

  public static Frame ping(Buffer payload) {
    return control(Rfc6455.PING, payload);
  }

  /** An unsolicited pong (RFC 6455, section 5.5.3). */
  public static Frame pong(Buffer payload) {
    return control(Rfc6455.PONG, payload);
  }

  static Frame control(int opcode, Buffer payload) {
    return of(opcode, false, payload, true);
  }

  private static Frame of(int opcode, boolean text, Buffer payload, boolean isFinal) {
    ByteBuf bytes = ((BufferInternal) payload).getByteBuf();
    int first = isFinal ? Rfc6455.FINAL | opcode : opcode;
    return new Frame(first, text, bytes, bytes.readerIndex(), bytes.readableBytes(), 0);
  }

  /** Whether its message is text, as the message's first frame says; not of a control frame. */
  public boolean isText() {
    return text;
  }

  /** Whether its message is binary, as the message's first frame says; not of a control frame. */
  public boolean isBinary() {
    return !text && !Rfc6455.isControl(first);
  }

  public boolean isContinuation() {
    return opcode() == Rfc6455.CONTINUATION;
  }

  /** Whether its message ends with it. */
  public boolean isFinal() {
    return (first & Rfc6455.FINAL) != 0;
  }

  /**
   * Whether its message came compressed (RFC 7692, section 6), as the message's first frame says;
   * false of the others.
   */
  public boolean isCompressed() {
    return (first & Rfc6455.RSV1) != 0;
  }

  /** Bytes of the payload. */
  public int length() {
    return length;
  }

  /** A copy. */
  public Buffer payload() {
    return Buffer.buffer(copy(length));
  }

  /** Appends the payload's first bytes to a buffer, no more than {@code most}. */
  public void appendTo(Buffer buffer, int most) {
    buffer.appendBytes(copy(Math.min(most, length)));
  }

  private byte[] copy(int count) {
    byte[] copy = new byte[count];
    bytes.getBytes(start, copy);
    return copy;
  }

  int first() {
    return first;
  }

  int opcode() {
    return Rfc6455.opcode(first);
  }

  /** The memory that the payload lies in, from {@link #start} on. */
  ByteBuf bytes() {
    return bytes;
  }

  int start() {
    return start;
  }

  /** Bytes before {@link #start} that may be overwritten. */
  int headroom() {
    return headroom;
  }

  /** Keeps the memory of its payload, to be released once more. */
  Frame retain() {
    bytes.retain();
    return this;
  }

  void release() {
    bytes.release();
  }

  /** A frame of another kind with the same payload. */
  Frame as(int opcode) {
    return new Frame(Rfc6455.FINAL | opcode, text, bytes, start, length, headroom);
  }

  /** The same frame with another payload. */
  Frame with(ByteBuf payload) {
    return new Frame(first, text, payload, payload.readerIndex(), payload.readableBytes(), 0);
  }
}
