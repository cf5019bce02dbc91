/** The process and the root of its composition. */
@NullMarked
package io.wsgauge;

import org.jspecify.annotations.NullMarked;
