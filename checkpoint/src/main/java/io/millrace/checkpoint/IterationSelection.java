package io.millrace.checkpoint;

import java.util.Optional;

/**
 * Which stored iterations are wanted; what is empty does not restrict them. Immutable.
 *
 * @param reader only those of this logical name
 * @param streamArn only those on the stream of this ARN
 * @param streamName only those on streams of this name, in whatever account and region
 * @param from the lowest number, inclusive
 * @param to the highest number, inclusive; below {@code from} nothing is selected
 */
public record IterationSelection(
        Optional<LogicalName> reader,
        Optional<String> streamArn,
        Optional<String> streamName,
        IterationNumber from,
        IterationNumber to) {

    /** The greatest number there is. */
    public static final IterationNumber LAST = new IterationNumber(Long.MAX_VALUE);

    /** All iterations. */
    public static final IterationSelection ALL =
            new IterationSelection(Optional.empty(), Optional.empty(), Optional.empty(), IterationNumber.ZERO, LAST);

    /** The same for one logical name. */
    public IterationSelection of(LogicalName name) {
        return new IterationSelection(Optional.of(name), streamArn, streamName, from, to);
    }

    /** Whether no iteration can be among them. */
    public boolean isEmpty() {
        return from.compareTo(to) > 0;
    }

    /** Whether an iteration is among them. */
    public boolean contains(IterationKey key, StreamIdentity stream) {
        return reader.map(key.reader()::equals).orElse(true)
                && streamArn.map(stream.arn()::equals).orElse(true)
                && streamName.map(stream.name()::equals).orElse(true)
                && key.number().compareTo(from) >= 0
                && key.number().compareTo(to) <= 0;
    }
}
