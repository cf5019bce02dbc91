/** The process and the root of its composition. */
package io.wsgauge;
