package io.millrace.checkpoint;

/** Which iteration a reader asks for. */
public sealed interface IterationChoice {
    /** The iteration of this number: a stored one again, or the first one that does not exist yet. */
    record Numbered(IterationNumber number) implements IterationChoice {}

    /** The oldest iteration that is planned but not committed; when there is none, a new one. */
    record Next() implements IterationChoice {}

    /** The newest stored iteration again; when there is none, iteration 0. */
    record Latest() implements IterationChoice {}
}
