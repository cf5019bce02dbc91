/** A proxy that does one thing wrong, byte by byte, and what a check has to find of it. */
package io.wsgauge.check.bed;
