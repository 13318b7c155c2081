package io.millrace.read;

import io.millrace.client.ReadCounter;
import io.millrace.client.StreamReader;
import io.millrace.client.StreamSubscriber;
import io.millrace.config.Reading;
import io.millrace.split.KinesisSplit;
import java.time.InstantSource;
import org.apache.hadoop.conf.Configuration;

/** Readers of splits of streams that tests make up. */
public final class SplitReaders {
    private SplitReaders() {}

    /** By GetRecords. */
    public static SplitReader polled(
            StreamReader stream, KinesisSplit split, Reading reading, ReadCounter.Meter meter, InstantSource clock) {
        SplitPages access = new SplitPages(split, reading, meter, clock);
        return new SplitReader(access, access.polled(stream), stream, SplitReader.Host.of(new Configuration()));
    }

    /** By SubscribeToShard. */
    static SplitReader subscribed(SplitPages access, StreamSubscriber subscriber, StreamReader stream) {
        return new SplitReader(
                access, access.subscribed(subscriber, stream), stream, SplitReader.Host.of(new Configuration()));
    }
}
