/** The steps of a check: what each opens, sends and waits for. They know no rules. */
@NullMarked
package io.wsgauge.check.step;

import org.jspecify.annotations.NullMarked;
