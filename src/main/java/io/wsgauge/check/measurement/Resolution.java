package io.wsgauge.check.measurement;

import java.util.List;

/**
 * The step {@code resolve}.
 *
 * @param failure empty where it went well
 */
public record Resolution(String host, List<String> addresses, double seconds, String failure) {}
