package io.wsgauge.check.measurement;

import java.util.List;

/**
 * Openings one after another as fast as a limit of their rate lets them in.
 *
 * @param burst openings that went well before the first that came too soon, in all steps
 * @param attempts each closed at once
 */
public record Pace(int burst, List<Attempt> attempts) {}
