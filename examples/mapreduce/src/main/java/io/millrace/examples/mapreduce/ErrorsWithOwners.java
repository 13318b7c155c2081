package io.millrace.examples.mapreduce;

import io.millrace.mapreduce.IterationOutputFormat;
import io.millrace.mapreduce.KinesisInputFormat;
import io.millrace.mapreduce.KinesisOutputFormat;
import io.millrace.publish.JobPublishing;
import io.millrace.read.KinesisRecordWritable;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.conf.Configured;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.Mapper;
import org.apache.hadoop.util.Tool;
import org.apache.hadoop.util.ToolRunner;

/**
 * Joins a stream of log lines with a file that tells who looks after which page, and puts each error into another stream:
 * the owner is its partition key, {@code page, tab, status} its payload. All of them are put when the job ends well, or none.
 *
 * <pre>hadoop jar example-mapreduce.jar io.millrace.examples.mapreduce.ErrorsWithOwners -libjars millrace.jar \
 *     -D kinesis.stream.name=access OWNERS-FILE OUTPUT-STREAM</pre>
 *
 * The file has lines of {@code page, tab, owner}.
 */
public final class ErrorsWithOwners extends Configured implements Tool {
    private static final String OWNERS = "owners";
    private static final String NOBODY = "nobody";

    /** The small side of the join is read into memory by every task. */
    public static final class JoinMapper extends Mapper<Text, KinesisRecordWritable, Text, Text> {
        private final Map<String, String> owners = new HashMap<>();

        @Override
        protected void setup(Context context) throws IOException {
            // Hadoop puts a link to the cached file into the task's folder.
            try (BufferedReader lines = Files.newBufferedReader(java.nio.file.Path.of(OWNERS))) {
                lines.lines()
                        .map(line -> line.split("\t", 2))
                        .filter(fields -> fields.length == 2)
                        .forEach(fields -> owners.put(fields[0], fields[1]));
            }
        }

        @Override
        protected void map(Text partitionKey, KinesisRecordWritable record, Context context)
                throws IOException, InterruptedException {
            Optional<LogLine> line = LogLine.of(record.getPayload()).filter(LogLine::isError);
            if (line.isPresent()) {
                String owner = owners.getOrDefault(line.get().page(), NOBODY);
                String payload = line.get().page() + "\t" + line.get().status();
                context.write(new Text(owner), new Text(payload.getBytes(StandardCharsets.UTF_8)));
            }
        }
    }

    @Override
    public int run(String[] args) throws Exception {
        if (args.length != 2) {
            System.err.println("usage: ErrorsWithOwners [-D key=value ...] OWNERS-FILE OUTPUT-STREAM");
            return 2;
        }
        Configuration conf = getConf();
        conf.set(JobPublishing.OUTPUT_PREFIX + "kinesis.stream.name", args[1]);
        Job job = Job.getInstance(conf, "errors with owners");
        job.setJarByClass(ErrorsWithOwners.class);
        Path owners = new Path(args[0]);
        job.addCacheFile(java.net.URI.create(
                owners.getFileSystem(conf).makeQualified(owners).toUri() + "#" + OWNERS));
        job.setInputFormatClass(KinesisInputFormat.class);
        job.setMapperClass(JoinMapper.class);
        job.setNumReduceTasks(0);
        job.setMapOutputKeyClass(Text.class);
        job.setMapOutputValueClass(Text.class);
        job.setOutputFormatClass(KinesisOutputFormat.class);
        IterationOutputFormat.wrap(job);
        return job.waitForCompletion(true) ? 0 : 1;
    }

    public static void main(String[] args) throws Exception {
        System.exit(ToolRunner.run(new Configuration(), new ErrorsWithOwners(), args));
    }
}
