/**
 * What is wrong with a path: rules that take measurements and give findings, the products that are
 * behind them, and what mends them. Pure: no socket, no clock, the same answer each time.
 */
@NullMarked
package io.wsgauge.check.rule;

import org.jspecify.annotations.NullMarked;
