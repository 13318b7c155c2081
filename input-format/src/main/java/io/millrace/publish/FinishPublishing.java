package io.millrace.publish;

import io.millrace.checkpoint.CheckpointException;
import io.millrace.client.SdkStreamWriter;
import io.millrace.config.ConnectorConfig;
import io.millrace.split.ReadIterations;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.conf.Configured;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.Tool;
import org.apache.hadoop.util.ToolRunner;

/**
 * Publishes the rest of a staging area whose publisher has failed or died, and commits the iterations that its records are made
 * of:
 *
 * <pre>hadoop jar millrace-VERSION.jar io.millrace.publish.FinishPublishing [--without-iterations] FOLDER</pre>
 *
 * <p>Secrets are not kept in the folder; they come from {@code -D} options, a credential provider or the environment.
 */
public final class FinishPublishing extends Configured implements Tool {
    private static final String WITHOUT_ITERATIONS = "--without-iterations";
    private static final Duration TOLD_EVERY = Duration.ofSeconds(10);

    public static void main(String[] arguments) throws Exception {
        System.exit(ToolRunner.run(new Configuration(), new FinishPublishing(), arguments));
    }

    /** The command line that finishes an area, for people. */
    static String command(StagingArea area) {
        return "hadoop jar the connector's jar " + FinishPublishing.class.getName() + " " + area.folder();
    }

    /**
     * Finishes one area, and deletes it.
     *
     * @return 0; 1 when its iterations can't be committed, or 2 when it is used wrongly
     */
    @Override
    public int run(String[] arguments) throws IOException {
        List<String> folders = new ArrayList<>(List.of(arguments));
        boolean commits = !folders.remove(WITHOUT_ITERATIONS);
        if (folders.size() != 1 || folders.get(0).startsWith("--")) {
            System.err.println("one folder is wanted: the one that the message of the failed job names. Before it, "
                    + WITHOUT_ITERATIONS + " puts its records and commits no iteration");
            return 2;
        }
        StagingArea area = new StagingArea(new Path(folders.get(0)), getConf());
        if (!area.exists()) {
            System.err.println(
                    "there is no folder " + area.folder() + ": what was staged in it is published, or given up");
            return 2;
        }
        if (area.isGoing() || !area.isBegun()) {
            // Its deletion begins with a rename where the file system can do that, and what is left may have any part
            // of it.
            System.err.println(area.folder()
                    + " was being deleted, or was never one in which records are staged for a stream: what was"
                    + " staged in it is published, or given up. Nothing is put. What is left of it can be deleted");
            return 2;
        }
        if (area.sinksInPublication().isEmpty()) {
            System.err.println(
                    "in " + area.folder() + " no publishing has begun: its records belong to a job that runs,"
                            + " or to one that has failed and published nothing");
            return 2;
        }
        try {
            ReadIterations iterations = new ReadIterations();
            if (commits) {
                KeptIterations.read(area, getConf(), iterations);
            }
            finish(area, iterations, System.out);
            return 0;
        } catch (CheckpointException e) {
            System.err.println("nothing more was put: " + e.getMessage()
                    + " To put the rest all the same, and commit no" + " iteration: " + WITHOUT_ITERATIONS
                    + " before the folder; to give it up, delete the folder");
            return 1;
        }
    }

    private void finish(StagingArea area, ReadIterations iterations, PrintStream out) throws IOException {
        List<AreaPublisher.Sink> sinks = new ArrayList<>();
        List<String> names = new ArrayList<>();
        try {
            for (String sink : area.sinksInPublication()) {
                Configuration conf = new Configuration(getConf());
                PublishSettings.apply(area, sink, conf);
                ConnectorConfig config = ConnectorConfig.from(conf);
                sinks.add(new AreaPublisher.Sink(
                        sink, SdkStreamWriter.open(config), config.writing(), PublishSettings.of(conf)));
                names.add(config.stream().toString());
            }
            out.println("checking what is staged in " + area.folder() + " for " + names);
            AreaPublisher publisher = AreaPublisher.begin(area, sinks, iterations);
            for (int i = 0; i < sinks.size(); i++) {
                String sink = sinks.get(i).name();
                out.println(names.get(i) + ": " + publisher.staged(sink));
                PublishProgress telling =
                        new PublishProgress(names.get(i), () -> publisher.progress(sink), out, TOLD_EVERY);
                try {
                    out.println(names.get(i) + ": " + publisher.publish(sink));
                } finally {
                    telling.end();
                }
            }
            publisher.finish();
            iterations.forEach((place, iteration) -> out.println("committed " + iteration.key()));
        } finally {
            sinks.forEach(sink -> sink.stream().close());
        }
    }
}
