package io.millrace.read;

import io.millrace.client.ReadCounter;
import io.millrace.config.BadRecords;
import io.millrace.payload.UnreadablePayloadException;
import io.millrace.split.KinesisSplit;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** Decides what becomes of the records of a split that can't be read. For one thread. */
final class BadRecordHandler implements AutoCloseable {
    private final KinesisSplit split;
    private final BadRecords.Reaction reaction;
    private final Optional<SkippedRecords> kept;
    private final ReadCounter.Meter meter;

    /**
     * For a split that is read from its start.
     *
     * @param conf tells which file systems there are
     */
    BadRecordHandler(KinesisSplit split, BadRecords wanted, Configuration conf, ReadCounter.Meter meter) {
        this.split = split;
        this.reaction = wanted.reaction();
        this.kept = wanted.folder().map(folder -> new SkippedRecords(folder, split, conf));
        this.meter = meter;
    }

    /**
     * What is handed out instead: the record without content, or nothing.
     *
     * @throws UnreadableRecordException when such a record must not be
     * @throws UncheckedIOException when it can't be kept
     */
    Optional<KinesisRecord> handle(KinesisRecord record, UnreadablePayloadException problem) {
        if (reaction == BadRecords.Reaction.FAIL) {
            throw new UnreadableRecordException(split.streamName(), record, problem);
        }
        meter.add(ReadCounter.BAD_RECORDS, 1);
        if (reaction == BadRecords.Reaction.NULL) {
            return Optional.of(record.unreadable());
        }
        kept.ifPresent(file -> file.add(record, problem.getMessage()));
        return Optional.empty();
    }

    /** The split was read to its end: what was kept becomes visible. */
    void end() {
        kept.ifPresent(SkippedRecords::commit);
    }

    /** What was kept of a split that was not read to its end is thrown away. */
    @Override
    public void close() {
        kept.ifPresent(SkippedRecords::close);
    }
}
