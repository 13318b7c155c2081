package io.millrace.checkpoint;

import java.time.Instant;

/** An iteration can't be planned, found or committed. The message names the iteration and says what to do. */
public sealed class CheckpointException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CheckpointException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The store can't be reached, refuses, or holds something that can't be understood. */
    public static final class StoreFailed extends CheckpointException {
        private static final long serialVersionUID = 1L;

        public StoreFailed(String message, Throwable cause) {
            super(message, cause);
        }

        /** An iteration can't be committed because it does not exist. */
        public static StoreFailed neverPlanned(IterationKey key) {
            return new StoreFailed(key + " can't be committed: it was never planned", null);
        }

        /** An iteration can't be committed because what was read is another plan of it. */
        public static StoreFailed plannedAnew(PlannedIteration read, Instant plannedAnew) {
            return new StoreFailed(
                    read.key() + " can't be committed: what was read was planned at " + read.plannedAt()
                            + ", but it was removed, by a rewind for one, and planned anew at " + plannedAnew
                            + ". It stays uncommitted, so that next reads it.",
                    null);
        }

        /** A commit was refused, but what it was refused for is over. */
        public static StoreFailed changedMeanwhile(IterationKey key) {
            return new StoreFailed(
                    key + " was not committed: it was removed and planned anew at this very moment. It stays"
                            + " uncommitted, so that next reads it.",
                    null);
        }

        /** A plan was not stored because what it goes on from is gone. */
        public static StoreFailed basisGone(IterationKey plan, IterationKey basis) {
            return new StoreFailed(
                    plan + " was not stored: iteration " + basis.number()
                            + ", which it goes on from, was removed or planned"
                            + " anew meanwhile, by a rewind for one. Nothing was read. Plan again.",
                    null);
        }
    }

    /** An iteration that next gave to two runs can't be committed by the second one. */
    public static final class CommittedByAnother extends CheckpointException {
        private static final long serialVersionUID = 1L;

        public CommittedByAnother(IterationKey key) {
            super(
                    key + " was committed by another run: both got it from next, because they ran at the same time."
                            + " Let only one run of a logical name work at a time.",
                    null);
        }
    }

    /** The iteration asked for does not follow those that exist. */
    public static final class IterationGap extends CheckpointException {
        private static final long serialVersionUID = 1L;

        public IterationGap(String message) {
            super(message, null);
        }
    }

    /** The stream is not the one that the earlier iterations read. */
    public static final class StreamReplaced extends CheckpointException {
        private static final long serialVersionUID = 1L;

        public StreamReplaced(String message) {
            super(message, null);
        }
    }

    /** Records that an iteration must have are no longer in the stream. */
    public static final class RecordsExpired extends CheckpointException {
        private static final long serialVersionUID = 1L;

        public RecordsExpired(String message) {
            super(message, null);
        }
    }

    /** The thread was interrupted while planning waited for records; its interrupt flag is set again. */
    public static final class PlanningInterrupted extends CheckpointException {
        private static final long serialVersionUID = 1L;

        public PlanningInterrupted(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
