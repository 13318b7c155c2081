package io.millrace.config;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which part of a stream is wanted.
 *
 * @param initial where iteration 0 or a read without checkpoints begins
 * @param from only without checkpoints: the earliest approximate arrival time, inclusive
 * @param until only without checkpoints: the latest approximate arrival time, exclusive
 */
public record Window(InitialPosition initial, Optional<Instant> from, Optional<Instant> until) {
    /** @param checkpoints whether an iteration is read, which no time bounds */
    static Window from(OptionValues values, boolean checkpoints) {
        Optional<Instant> from = values.get(KinesisOptions.START_TIMESTAMP);
        Optional<Instant> until = values.get(KinesisOptions.END_TIMESTAMP);
        for (Option<Instant> bound : List.of(KinesisOptions.START_TIMESTAMP, KinesisOptions.END_TIMESTAMP)) {
            if (checkpoints && values.isSet(bound)) {
                values.problem(bound + " is set together with " + KinesisOptions.CHECKPOINT_ENABLED
                        + ": a time never bounds an iteration; use " + KinesisOptions.INITIAL_POSITION
                        + " for the start of iteration 0, or read without checkpoints");
            }
        }
        if (from.isPresent() && values.isSet(KinesisOptions.INITIAL_POSITION)) {
            values.problem(KinesisOptions.START_TIMESTAMP + " and " + KinesisOptions.INITIAL_POSITION
                    + " both say where the read begins: set one of them");
        }
        if (from.isPresent() && until.isPresent() && !from.get().isBefore(until.get())) {
            values.problem(KinesisOptions.START_TIMESTAMP + " (" + from.get() + ") is not before "
                    + KinesisOptions.END_TIMESTAMP + " (" + until.get() + ")");
        }
        return new Window(
                values.get(KinesisOptions.INITIAL_POSITION).orElseGet(InitialPosition.TrimHorizon::new), from, until);
    }
}
