package io.millrace.read;

import io.millrace.checkpoint.Sleeper;
import io.millrace.client.ReadCounter;
import io.millrace.client.Retries;
import io.millrace.client.SdkStreamReader;
import io.millrace.client.SdkStreamSubscriber;
import io.millrace.client.StreamException;
import io.millrace.client.StreamReader;
import io.millrace.client.StreamReader.StoredRecord;
import io.millrace.config.ConnectorConfig;
import io.millrace.config.Reading;
import io.millrace.payload.PayloadCheck;
import io.millrace.split.KinesisSplit;
import java.time.InstantSource;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * Reads the records of one split: stored records in order, taken apart as a whole, those outside of the split's
 * times left out. One page is fetched ahead. For one thread, but for {@link #progress}.
 */
public final class SplitReader implements AutoCloseable {
    /** Hadoop's counters are too slow to be told of each record. */
    private static final int COUNTED_TOGETHER = 1000;

    private final PageSource pages;
    private final KinesisSplit split;
    private final ReadCounter.Meter meter;
    private final ShardCursor cursor;
    private final StreamCheck stream;
    private final Unpacker unpacker;
    private final BadRecordHandler badRecords;
    private final ReadProgress progress;
    // Hadoop may close it from another thread as well.
    private volatile boolean closed;
    private boolean done;
    private long uncounted;

    /**
     * A reader of a split from its start on.
     *
     * @param access what the pages were opened with
     * @param pages closed by {@link #close}
     * @param reader for what pages don't tell: whether records have expired, and whether more will come
     */
    SplitReader(SplitPages access, PageSource pages, StreamReader reader, Host host) {
        this.pages = pages;
        this.split = access.split();
        this.meter = access.meter();
        Reading reading = access.reading();
        this.progress = new ReadProgress(split);
        this.stream = new StreamCheck(reader, new Retries(Sleeper.REAL, meter), split.stream());
        this.cursor = new ShardCursor(split, pages, new LossGuard(split, reading.dataLoss(), meter, stream));
        this.badRecords = new BadRecordHandler(split, reading.badRecords(), host.conf(), meter);
        this.unpacker = new Unpacker(split, reading.packing(), host.check(), badRecords, meter);
    }

    /**
     * What reads the records.
     *
     * @param conf tells which file systems there are
     * @param check each record must pass it, else it is a bad one
     */
    public record Host(Configuration conf, PayloadCheck check) {
        /** One to whom all bytes are the same. */
        public static Host of(Configuration conf) {
            return new Host(conf, PayloadCheck.NONE);
        }
    }

    /**
     * Opens a split of the stream of a configuration, with clients of its own; by SubscribeToShard when the
     * configuration names a consumer.
     *
     * @param meter called by the reading thread only
     */
    public static SplitReader open(ConnectorConfig config, KinesisSplit split, Host host, ReadCounter.Meter meter) {
        SplitPages access = new SplitPages(split, config.reading(), meter, InstantSource.system());
        StreamReader reader = SdkStreamReader.open(config);
        PageSource pages = config.consumerArn()
                .map(arn -> access.subscribed(SdkStreamSubscriber.open(config, arn), reader))
                .orElseGet(() -> access.polled(reader));
        return new SplitReader(access, pages, reader, host);
    }

    /**
     * The next record, or empty at the split's end.
     *
     * @throws RecordsLostException when records have expired and that must not be
     * @throws UnreadableRecordException when a record can't be read and that must not be
     * @throws MisplacedRecordException when a record lies in this shard against what the split relies on
     * @throws io.millrace.client.StreamException when the stream can't be read
     */
    public Optional<KinesisRecord> next() throws RecordsLostException {
        Optional<KinesisRecord> next = unpacker.next();
        while (next.isEmpty() && !done) {
            Optional<StoredRecord> stored = stored();
            if (stored.isEmpty() || split.times().endBy(stored.get().arrival())) {
                badRecords.end();
                done = true;
                progress.end();
            } else {
                take(stored.get());
                next = unpacker.next();
            }
        }
        if (next.isPresent()) {
            uncounted++;
        }
        if (done || uncounted >= COUNTED_TOGETHER) {
            count();
        }
        return next;
    }

    private void count() {
        if (uncounted > 0) {
            meter.add(ReadCounter.RECORDS, uncounted);
            uncounted = 0;
        }
    }

    private Optional<StoredRecord> stored() throws RecordsLostException {
        try {
            return cursor.next();
        } catch (StreamException.Refused e) {
            // A stream that was made anew refuses what the old one had; otherwise the refusal stands.
            if (!closed) {
                stream.check();
            }
            if (!closed && e instanceof StreamException.NotFound && !stream.hasShard(split.shard())) {
                cursor.endWithoutShard();
                return Optional.empty();
            }
            throw e;
        }
    }

    /** How much of the split was read, from 0 to 1, by sequence numbers: a rough estimate. */
    public float progress() {
        return progress.value();
    }

    @Override
    public void close() {
        closed = true;
        count();
        pages.close();
        badRecords.close();
    }

    private void take(StoredRecord stored) {
        progress.reach(stored.sequenceNumber());
        if (split.times().contain(stored.arrival())) {
            unpacker.open(stored);
        }
    }
}
