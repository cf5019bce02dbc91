/** The HTTP server's life, and the seam at which features put their routes. */
@NullMarked
package io.wsgauge.server;

import org.jspecify.annotations.NullMarked;
