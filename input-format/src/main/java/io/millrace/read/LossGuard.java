package io.millrace.read;

import io.millrace.checkpoint.DataLoss;
import io.millrace.checkpoint.SequenceNumber;
import io.millrace.client.ReadCounter;
import io.millrace.config.KinesisOptions;
import io.millrace.split.KinesisSplit;
import io.millrace.split.StartingPosition.AtSequence;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that records of a split have expired: those at which its range begins and ends were seen when it was planned, so
 * they must be met again, and on the way the shard's horizon must not overtake the reader. Every stretch that is missing is
 * counted and named; how many records it had can't be known, since sequence numbers have gaps. For one thread.
 */
final class LossGuard {
    private static final Logger LOG = LoggerFactory.getLogger(LossGuard.class);
    private static final String EXPIRED = " have expired before they were read: ";
    /** Whether there was a record between two others can't be found out once the first of them is gone. */
    private static final String MAY_HAVE_EXPIRED = " may have expired while the shard was read: ";

    private final KinesisSplit split;
    private final DataLoss reaction;
    private final ReadCounter.Meter meter;
    private final StreamCheck stream;
    private final Optional<SequenceNumber> mustBegin;
    private boolean begun;
    private Optional<SequenceNumber> overtakenAfter = Optional.empty();

    /** @param stream asked before a loss is believed */
    LossGuard(KinesisSplit split, DataLoss reaction, ReadCounter.Meter meter, StreamCheck stream) {
        this.stream = stream;
        this.split = split;
        this.reaction = reaction;
        this.meter = meter;
        this.mustBegin = split.start().range().filter(AtSequence::pinned).map(AtSequence::first);
    }

    /** A record of the shard was met. */
    void met(SequenceNumber number) throws RecordsLostException {
        if (!begun && !number.isAfter(split.end().last())) {
            begun = true;
            if (mustBegin.isPresent() && number.isAfter(mustBegin.get())) {
                lost(EXPIRED, "from sequence number " + mustBegin.get() + " on, up to but without " + number);
            }
        }
        if (overtakenAfter.isPresent() && !number.isAfter(split.end().last())) {
            String after = "after sequence number " + overtakenAfter.get();
            overtakenAfter = Optional.empty();
            lost(MAY_HAVE_EXPIRED, after + ", up to but without " + number);
        }
    }

    /** The shard's horizon has passed the last record that was read. */
    void overtaken(SequenceNumber after) {
        overtakenAfter = Optional.of(after);
    }

    /**
     * The split ended without its last record.
     *
     * @param reached the last record that was read
     */
    void ended(Optional<SequenceNumber> reached) throws RecordsLostException {
        if (mustBegin.isPresent() && !begun) {
            lost(
                    EXPIRED,
                    "from sequence number " + mustBegin.get() + " on, up to "
                            + split.end().last());
        } else if (split.end().pinned() || overtakenAfter.isPresent()) {
            lost(
                    split.end().pinned() ? EXPIRED : MAY_HAVE_EXPIRED,
                    reached.map(number -> "after sequence number " + number + " up to ")
                                    .orElse("up to ")
                            + split.end().last());
        }
    }

    private void lost(String how, String which) throws RecordsLostException {
        stream.check();
        meter.add(ReadCounter.LOSSES, 1);
        String what = "records of shard " + split.shard() + " of stream " + split.streamName() + how + which;
        if (reaction == DataLoss.FAIL) {
            throw new RecordsLostException(what + ". To go on with the records that are left, set "
                    + KinesisOptions.DATA_LOSS + " to warn or skip.");
        }
        if (reaction == DataLoss.WARN) {
            LOG.warn("{}; going on with the records that are left", what);
        }
    }
}
