package io.millrace.publish;

import io.millrace.client.SdkStreamWriter;
import io.millrace.config.ConnectorConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.conf.Configured;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.Tool;
import org.apache.hadoop.util.ToolRunner;

/**
 * Publishes the rest of a staging area whose publisher has failed or died:
 *
 * <pre>hadoop jar millrace-VERSION.jar io.millrace.publish.FinishPublishing FOLDER</pre>
 *
 * <p>Secrets are not kept in the folder; they come from {@code -D} options, a credential provider or the environment.
 */
public final class FinishPublishing extends Configured implements Tool {
    public static void main(String[] arguments) throws Exception {
        System.exit(ToolRunner.run(new Configuration(), new FinishPublishing(), arguments));
    }

    /**
     * Finishes one area, and deletes it.
     *
     * @return 0, or 2 when it is used wrongly
     */
    @Override
    public int run(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            System.err.println("one folder is wanted: the one that the message of the failed job names");
            return 2;
        }
        StagingArea area = new StagingArea(new Path(arguments[0]), getConf());
        if (!area.exists()) {
            System.err.println(
                    "there is no folder " + area.folder() + ": what was staged in it is published, or given up");
            return 2;
        }
        List<String> sinks = area.sinksInPublication();
        if (sinks.isEmpty()) {
            System.err.println(
                    "in " + area.folder() + " no publishing has begun: its records belong to a job that runs,"
                            + " or to one that has failed and published nothing");
            return 2;
        }
        List<AreaPublisher.Sink> all = new ArrayList<>();
        List<String> names = new ArrayList<>();
        try {
            for (String sink : sinks) {
                Configuration conf = new Configuration(getConf());
                PublishSettings.apply(area, sink, conf);
                ConnectorConfig config = ConnectorConfig.from(conf);
                all.add(new AreaPublisher.Sink(
                        sink, SdkStreamWriter.open(config), config.writing(), PublishSettings.of(conf)));
                names.add(config.stream().toString());
            }
            List<Published> published = AreaPublisher.publishAll(area, all);
            for (int i = 0; i < published.size(); i++) {
                System.out.println(names.get(i) + ": " + published.get(i));
            }
        } finally {
            all.forEach(sink -> sink.stream().close());
        }
        return 0;
    }
}
