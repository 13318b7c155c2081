package io.millrace.publish;

import io.millrace.checkpoint.StreamIdentity;
import io.millrace.client.ReadCounter;
import io.millrace.client.Retries;
import io.millrace.client.StreamException;
import io.millrace.client.StreamWriter;
import io.millrace.config.Writing;
import io.millrace.write.BatchWriter;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Publishes all that is staged in an area, one sink after the other. Before the first record of any sink is put, the files
 * of all are read and checked, the streams of all are asked for, and how to reach them is kept for whoever may have to go on.
 * Of several publishers of one area, only the last to begin goes on; see {@link Claim}. Used by one thread:
 *
 * <pre>begin, then publish for each sink, then finish</pre>
 */
public final class AreaPublisher {
    private final StagingArea area;
    private final Map<String, Publisher> publishers;
    private final Claim claim;

    /**
     * What goes to one stream.
     *
     * @param name as its records were staged
     * @param stream not closed here
     * @param settings of the stream, without secrets
     */
    public record Sink(String name, StreamWriter stream, Writing writing, PublishSettings settings) {}

    private AreaPublisher(StagingArea area, Map<String, Publisher> publishers, Claim claim) {
        this.area = area;
        this.publishers = publishers;
        this.claim = claim;
    }

    /**
     * Makes ready to publish, or to go on where others have failed or died.
     *
     * @param sinks all that something may be staged for
     * @throws IOException when it can't be begun, as the staged files can't be used; what was put before stays
     * @throws StreamException when a stream can't be asked
     */
    public static AreaPublisher begin(StagingArea area, List<Sink> sinks) throws IOException {
        return begin(area, sinks, BatchWriter.Pace.REAL);
    }

    static AreaPublisher begin(StagingArea area, List<Sink> sinks, BatchWriter.Pace pace) throws IOException {
        area.freeze();
        Set<String> forgotten = new TreeSet<>(area.committedSinks());
        sinks.forEach(sink -> forgotten.remove(sink.name()));
        if (!forgotten.isEmpty()) {
            throw new IOException("records in " + area.folder() + " are staged for " + forgotten
                    + ", and nobody says which streams these are: nothing more is published");
        }
        try {
            return begin(area, sinks, pace, area.isInPublication());
        } catch (FileNotFoundException e) {
            throw area.isFrozen() ? e : new Claim.Lost(area.folder());
        }
    }

    private static AreaPublisher begin(StagingArea area, List<Sink> sinks, BatchWriter.Pace pace, boolean inPublication)
            throws IOException {
        Map<String, Publisher> publishers = new LinkedHashMap<>();
        Map<Sink, StreamIdentity> streams = new LinkedHashMap<>();
        for (Sink sink : sinks) {
            if (area.isUncommitted(sink.name())) {
                throw new IOException("records were staged in " + area.folder()
                        + ", but no task was committed: does the job use another output committer?");
            }
            if (!area.committed(sink.name()).isEmpty()) {
                // One call that fails for the moment must not be the end of a job that has run for hours.
                StreamWriter.Target target =
                        new Retries(pace.sleeper(), ReadCounter.Meter.NONE).call(sink.stream()::describe);
                Publisher publisher = new Publisher(area, sink, pace);
                // What is in the stream already was not too long then.
                publisher.check(inPublication ? Integer.MAX_VALUE : target.maxRecordBytes());
                publishers.put(sink.name(), publisher);
                streams.put(sink, target.identity());
            }
        }
        if (publishers.isEmpty()) {
            return new AreaPublisher(area, publishers, null);
        }
        PublishSettings.keep(area, streams);
        Claim claim = area.claim();
        if (!area.isFrozen()) {
            // A publisher that was thought dead has put everything while the files were checked here. What is there now
            // is ours.
            area.delete();
            throw new Claim.Lost(area.folder());
        }
        return new AreaPublisher(area, publishers, claim);
    }

    /**
     * Publishes what of a sink is not in its stream yet.
     *
     * @throws PublishException when not all could be published
     */
    public Published publish(String sink) throws IOException {
        Publisher publisher = publishers.get(sink);
        return publisher == null ? Published.nothing() : publisher.publish(claim);
    }

    /**
     * Deletes the area, all of which is published.
     *
     * @throws IOException when another publisher has taken over, and still needs it
     */
    public void finish() throws IOException {
        if (claim != null) {
            claim.check();
        }
        area.discard();
    }

    /** Publishes all sinks, in their order, and deletes the area. */
    static List<Published> publishAll(StagingArea area, List<Sink> sinks) throws IOException {
        AreaPublisher publisher = begin(area, sinks);
        List<Published> all = new ArrayList<>();
        for (Sink sink : sinks) {
            all.add(publisher.publish(sink.name()));
        }
        publisher.finish();
        return all;
    }
}
