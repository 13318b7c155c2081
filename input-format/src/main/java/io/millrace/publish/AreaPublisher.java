package io.millrace.publish;

import io.millrace.checkpoint.CheckpointException;
import io.millrace.checkpoint.StreamIdentity;
import io.millrace.client.StreamException;
import io.millrace.client.StreamWriter;
import io.millrace.config.Writing;
import io.millrace.split.ReadIterations;
import io.millrace.write.BatchWriter;
import io.millrace.write.WriteCounter;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Publishes all that is staged in an area, one sink after the other. Before the first record of any sink is put, the files
 * of all are read and checked, the streams of all are asked for, and how to reach them is kept for whoever may have to go on.
 * Of several publishers of one area, only the last to begin goes on; see {@link Claim}. The iterations that the records are made of are
 * committed after the last record is put and before the area is deleted. Used by one thread:
 *
 * <pre>begin, then publish for each sink, then finish</pre>
 */
public final class AreaPublisher {
    private static final String NOTHING = "nothing to put";

    private final StagingArea area;
    private final Map<String, Publisher> publishers;
    private final Claim claim;
    private final ReadIterations iterations;

    /**
     * What goes to one stream.
     *
     * @param name as its records were staged
     * @param stream not closed here
     * @param settings of the stream, without secrets
     */
    public record Sink(String name, StreamWriter stream, Writing writing, PublishSettings settings) {}

    private AreaPublisher(StagingArea area, Map<String, Publisher> publishers, Claim claim, ReadIterations iterations) {
        this.area = area;
        this.publishers = publishers;
        this.claim = claim;
        this.iterations = iterations;
    }

    /**
     * Makes ready to publish, or to go on where others have failed or died.
     *
     * @param sinks all that something may be staged for
     * @param iterations those that the records are made of, which are committed when all are put
     * @throws IOException when it can't be begun, as the staged files can't be used, or another run has begun to publish the same
     *     iterations; what was put before stays
     * @throws StreamException when a stream can't be asked
     * @throws CheckpointException when an iteration can't be committed any more
     */
    public static AreaPublisher begin(StagingArea area, List<Sink> sinks, ReadIterations iterations)
            throws IOException {
        return begin(area, sinks, iterations, BatchWriter.Pace.REAL);
    }

    static AreaPublisher begin(StagingArea area, List<Sink> sinks, ReadIterations iterations, BatchWriter.Pace pace)
            throws IOException {
        area.counted().freeze();
        Set<String> forgotten = new TreeSet<>(area.counted().sinks());
        sinks.forEach(sink -> forgotten.remove(sink.name()));
        if (!forgotten.isEmpty()) {
            throw new IOException("records in " + area.folder() + " are staged for " + forgotten
                    + ", and nobody says which streams these are: nothing more is published");
        }
        try {
            return begun(area, sinks, iterations, pace);
        } catch (FileNotFoundException e) {
            throw area.counted().isFrozen() ? e : new Claim.Lost(area.folder());
        }
    }

    private static AreaPublisher begun(
            StagingArea area, List<Sink> sinks, ReadIterations iterations, BatchWriter.Pace pace) throws IOException {
        boolean inPublication = area.isInPublication();
        Map<String, Publisher> publishers = new LinkedHashMap<>();
        Map<Sink, StreamIdentity> streams = new LinkedHashMap<>();
        for (Sink sink : sinks) {
            if (area.counted().areMissing(sink.name())) {
                throw new IOException("records were staged in " + area.folder()
                        + ", but no task was committed: does the job use another output committer?");
            }
            if (!area.counted().of(sink.name()).isEmpty()) {
                StreamWriter.Target target = StreamWatch.describe(sink.stream(), pace);
                if (!inPublication) {
                    checkIntended(area, sink.name(), target.identity());
                }
                Publisher publisher = new Publisher(area, sink, target.identity(), pace);
                // What is in the stream already was not too long then.
                publisher.check(inPublication ? Integer.MAX_VALUE : target.maxRecordBytes());
                publishers.put(sink.name(), publisher);
                streams.put(sink, target.identity());
            }
        }
        if (!inPublication && !publishers.isEmpty()) {
            KeptIterations.announce(iterations, area);
        }
        // As late as can be: another run may commit them at any time.
        iterations.check();
        if (publishers.isEmpty()) {
            checkStillBegun(area);
            return new AreaPublisher(area, publishers, null, iterations);
        }
        PublishSettings.keep(area, streams);
        Claim claim = area.claim();
        if (!area.counted().isFrozen()) {
            // A publisher that was thought dead has put everything while the files were checked here. What is there now
            // is ours.
            area.delete();
            throw new Claim.Lost(area.folder());
        }
        return new AreaPublisher(area, publishers, claim, iterations);
    }

    /** Makes sure that nothing is there to put because nothing was staged, and not because it was deleted since the caller has looked. */
    private static void checkStillBegun(StagingArea area) throws IOException {
        if (!area.isBegun()) {
            // What is there now is ours.
            area.delete();
        }
        area.checkBegun();
    }

    private static void checkIntended(StagingArea area, String sink, StreamIdentity found) throws IOException {
        Optional<StreamIdentity> intended = area.intended(sink);
        if (intended.isPresent() && !intended.get().equals(found)) {
            throw new IOException("nothing is published: "
                    + new StreamWatch.Replaced(intended.get(), found, "for which the records are").getMessage()
                    + ". Run the job or statement again to put them into the new one");
        }
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

    /** How much there is to publish for a sink, for people. How much of it is in the stream already is not known before it is published. */
    String staged(String sink) {
        Publisher publisher = publishers.get(sink);
        return publisher == null ? NOTHING : String.format(Locale.ROOT, "%,d records are staged", publisher.records());
    }

    /** How far the publishing of a sink is, for people; may be asked by any thread. */
    String progress(String sink) {
        Publisher publisher = publishers.get(sink);
        if (publisher == null) {
            return NOTHING;
        }
        Published soFar = publisher.soFar();
        return String.format(
                Locale.ROOT,
                "%,d of %,d records are in the stream, %,.1f MB put",
                soFar.inStream(),
                publisher.records(),
                soFar.count(WriteCounter.BYTES) / 1e6);
    }

    /**
     * Commits the iterations that the records are made of, and then deletes the area, all of which is published: whoever dies in
     * between leaves what another publisher commits again, and that changes nothing.
     *
     * @throws IOException when another publisher has taken over, and still needs it
     * @throws PublishException when an iteration can't be committed
     */
    public void finish() throws IOException {
        if (claim != null) {
            claim.check();
        }
        try {
            iterations.commit();
        } catch (CheckpointException.CommittedByAnother e) {
            area.discard();
            throw new PublishException(
                    "all records are in the stream, but the iteration was not this run's own: what both runs have put is"
                            + " there twice: " + e.getMessage(),
                    e);
        } catch (CheckpointException e) {
            if (claim == null) {
                throw e;
            }
            throw new PublishException(
                    "all records are in the stream, but the iteration was not committed: " + e.getMessage()
                            + " To commit it: " + FinishPublishing.command(area),
                    e);
        }
        area.discard();
    }

    /** Publishes all sinks, in their order, commits the iterations and deletes the area. */
    static List<Published> publishAll(StagingArea area, List<Sink> sinks, ReadIterations iterations)
            throws IOException {
        AreaPublisher publisher = begin(area, sinks, iterations);
        List<Published> all = new ArrayList<>();
        for (Sink sink : sinks) {
            all.add(publisher.publish(sink.name()));
        }
        publisher.finish();
        return all;
    }
}
