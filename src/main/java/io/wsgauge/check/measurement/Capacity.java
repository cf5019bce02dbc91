package io.wsgauge.check.measurement;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The steps {@code capacity} and {@code many}: WebSockets opened one after another and held.
 *
 * @param asked how many were to be held
 * @param held the most that were open at a time
 * @param refusals in a row after which no more were tried
 * @param afterWait one more, 1.1 s later, with as many held; null where none was refused
 * @param afterRelease one more, when all had been closed; null likewise
 * @param pace where an opening came too soon; null where none did
 * @param seconds over which they were opened
 */
@RecordBuilder
public record Capacity(
    int asked,
    int held,
    List<Attempt> refusals,
    @Nullable Attempt afterWait,
    @Nullable Attempt afterRelease,
    @Nullable Pace pace,
    double seconds)
    implements CapacityBuilder.With {}
