package io.millrace.checkpoint;

import java.util.UUID;

/**
 * One run of a job, query or script, so that its own repeated commit is told from that of another run.
 *
 * @param value not blank
 */
public record RunId(String value) {
    public RunId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("the id of a run is blank");
        }
    }

    /** A new one. */
    public static RunId random() {
        return new RunId(UUID.randomUUID().toString());
    }
}
