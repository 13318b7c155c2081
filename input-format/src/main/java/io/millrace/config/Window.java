package io.millrace.config;

import java.time.Instant;
import java.util.Optional;

/**
 * Which part of a stream is wanted.
 *
 * @param initial where iteration 0 or a read without checkpoints begins
 * @param from only without checkpoints: the earliest approximate arrival time, inclusive
 * @param until only without checkpoints: the latest approximate arrival time, exclusive
 */
public record Window(InitialPosition initial, Optional<Instant> from, Optional<Instant> until) {}
