package io.millrace.checkpoint;

import java.time.Instant;
import java.util.Optional;

/**
 * All that is stored of one iteration. Immutable.
 *
 * @param plan its ranges and its state
 * @param committedAt when it was committed first; empty before that, and in the copies of a fork
 */
public record StoredIteration(IterationPlan plan, Optional<Instant> committedAt) {}
