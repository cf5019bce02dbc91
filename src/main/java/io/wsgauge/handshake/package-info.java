/** The opening handshake of both ends (RFC 6455, section 4), and HTTP until it is done. */
@NullMarked
package io.wsgauge.handshake;

import org.jspecify.annotations.NullMarked;
