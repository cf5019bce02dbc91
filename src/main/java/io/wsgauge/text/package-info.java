/** How what a peer has sent is written. */
package io.wsgauge.text;
