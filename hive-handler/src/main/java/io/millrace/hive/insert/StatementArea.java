package io.millrace.hive.insert;

import io.millrace.config.ConnectorConfig;
import io.millrace.config.KinesisOptions;
import io.millrace.publish.FinishPublishing;
import io.millrace.publish.StagingArea;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * Where a statement stages what it writes. Hive runs a statement again under the same id when a run has failed in one of some
 * ways, such as that its Tez session was lost ({@code hive.query.reexecution.strategies}); tasks of that run may live, and what
 * they commit must not count as well. Hence each run has a folder of its own. Stateless.
 */
final class StatementArea {
    /** With which the folders of all runs begin. */
    private static final String STATEMENT = "millrace.hive.insert.statement";
    /** The folder of the run that goes on. */
    private static final String RUN = "millrace.hive.insert.run";

    private static final String SCRATCH = "hive.exec.scratchdir";
    private static final String QUERY_ID = "hive.query.id";

    private StatementArea() {}

    /**
     * Notes the place in the settings of a statement that is compiled now.
     *
     * @param config of a table that the statement writes
     * @throws IllegalArgumentException when another one of its tables has another place
     */
    static void note(ConnectorConfig config, Configuration query) throws IOException {
        Path root = config.writing().stagingDir().isPresent()
                ? new Path(config.writing().stagingDir().get())
                : new Path(
                        query.get(SCRATCH),
                        "millrace-staging-"
                                + UserGroupInformation.getCurrentUser().getShortUserName());
        String id = query.get(QUERY_ID);
        if (id == null) {
            throw new IllegalStateException("the statement has no " + QUERY_ID + ", which Hive sets");
        }
        Path statement = new StagingArea(new Path(root, id), query).folder();
        String other = query.get(STATEMENT);
        if (other != null && new Path(other).getName().equals(id) && !other.equals(statement.toString())) {
            throw new IllegalArgumentException(
                    "one statement stages its rows in one place, but the tables that it writes"
                            + " have different values of " + KinesisOptions.WRITE_STAGING);
        }
        query.set(STATEMENT, statement.toString());
    }

    /** Whether the settings are those of a statement that was compiled to write a stream. */
    static boolean isNoted(Configuration query) {
        return query.get(STATEMENT) != null;
    }

    /**
     * The area of a run that begins now. What an earlier run of the statement has staged is deleted.
     *
     * @throws IOException also when rows of an earlier run may be in a stream
     */
    static StagingArea ofNewRun(Configuration query) throws IOException {
        Path statement = new Path(query.get(STATEMENT));
        Optional<StagingArea> earlier = ofRun(query);
        if (earlier.isPresent() && earlier.get().folder().getName().startsWith(statement.getName())) {
            giveUp(earlier.get());
        }
        query.set(RUN, statement.suffix("-" + UUID.randomUUID()).toString());
        return new StagingArea(new Path(query.get(RUN)), query);
    }

    private static void giveUp(StagingArea earlier) throws IOException {
        if (earlier.isInPublication()) {
            throw new IOException(
                    "the statement is not run again, because rows of its first run may be in the stream: what"
                            + " was not published yet is kept in " + earlier.folder() + ", and "
                            + FinishPublishing.class.getName()
                            + " puts the rest");
        }
        earlier.delete();
    }

    /** The area of the run that these settings are of; empty when it writes nothing of ours, or has not begun. */
    static Optional<StagingArea> ofRun(Configuration conf) throws IOException {
        String folder = conf.get(RUN);
        return folder == null ? Optional.empty() : Optional.of(new StagingArea(new Path(folder), conf));
    }

    /**
     * That area, for a task.
     *
     * @throws IOException when the run was not begun by {@link PublishHook}, and nobody would publish what is staged
     */
    static StagingArea ofTask(Configuration job) throws IOException {
        return ofRun(job)
                .orElseThrow(() -> new IOException("the job's settings do not say where records are staged: its"
                        + " statement was not begun by " + PublishHook.class.getName()));
    }
}
