package io.millrace.config;

import java.util.Optional;

/**
 * What happens to a record whose payload can't be read.
 *
 * @param reaction what is done
 * @param folder where skipped records are kept; empty: they are only counted
 */
public record BadRecords(Reaction reaction, Optional<String> folder) {
    /** The job fails. */
    public static final BadRecords FAIL = new BadRecords(Reaction.FAIL, Optional.empty());

    /** What is done with such a record. */
    public enum Reaction {
        /** The job fails and says which record it is. */
        FAIL,
        /** It is handed out without content. */
        NULL,
        /** It is left out. */
        SKIP
    }
}
