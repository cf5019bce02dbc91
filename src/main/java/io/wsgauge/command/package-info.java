/** The commands of a terminal: what they take, run and print. */
@NullMarked
package io.wsgauge.command;

import org.jspecify.annotations.NullMarked;
