/** The HTTP server's life, and the seam at which features put their routes. */
package io.wsgauge.server;
