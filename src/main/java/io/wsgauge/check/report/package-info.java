/** The report of a check: as data, as JSON, for a person, and to paste into an issue. */
@NullMarked
package io.wsgauge.check.report;

import org.jspecify.annotations.NullMarked;
