/** Checks of paths: run from measurements to the report, and started over HTTP. */
@NullMarked
package io.wsgauge.check;

import org.jspecify.annotations.NullMarked;
