package io.millrace.mapreduce;

import io.millrace.config.KinesisOptions;
import io.millrace.split.Job;
import io.millrace.testing.TestStream;
import java.io.File;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.rules.TemporaryFolder;

/** What tests of jobs share that write streams: their settings, and the folder in which they stage. */
final class WritingJobs extends TemporaryFolder {

    /** Settings of a job that writes a stream. */
    Configuration writing(TestStream output) {
        return conf(Job.on(output.name()));
    }

    /** Settings of a job that reads as this one does. */
    Configuration conf(Job reader) {
        Configuration conf = new Configuration();
        reader.conf().forEach(entry -> conf.set(entry.getKey(), entry.getValue()));
        conf.set(KinesisOptions.WRITE_STAGING.key(), staging().toURI().toString());
        conf.set("hadoop.tmp.dir", new File(getRoot(), "tmp").toString());
        conf.setInt("mapreduce.task.io.sort.mb", 1);
        conf.setInt("mapreduce.client.completion.pollinterval", 50);
        return conf;
    }

    File staging() {
        return new File(getRoot(), "staging");
    }

    /** The folders that jobs have left there. */
    List<String> staged() {
        String[] left = staging().list((folder, name) -> !name.startsWith("."));
        return left == null ? List.of() : List.of(left);
    }
}
