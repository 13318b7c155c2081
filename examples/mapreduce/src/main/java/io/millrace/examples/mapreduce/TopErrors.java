package io.millrace.examples.mapreduce;

import io.millrace.mapreduce.IterationOutputFormat;
import io.millrace.mapreduce.KinesisInputFormat;
import io.millrace.read.KinesisRecordWritable;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.conf.Configured;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.Mapper;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.apache.hadoop.mapreduce.lib.reduce.LongSumReducer;
import org.apache.hadoop.util.Tool;
import org.apache.hadoop.util.ToolRunner;

/**
 * The ten pages with the most errors in a web server's log: {@code page, tab, errors}, most errors first.
 *
 * <pre>hadoop jar example-mapreduce.jar io.millrace.examples.mapreduce.TopErrors -libjars millrace.jar \
 *     -D kinesis.stream.name=access OUTPUT-FOLDER</pre>
 */
public final class TopErrors extends Configured implements Tool {
    /** Finds the lines that tell of an error. */
    public static final class ErrorMapper extends Mapper<Text, KinesisRecordWritable, Text, LongWritable> {
        private static final LongWritable ONE = new LongWritable(1);

        @Override
        protected void map(Text partitionKey, KinesisRecordWritable record, Context context)
                throws IOException, InterruptedException {
            Optional<LogLine> line = LogLine.of(record.getPayload());
            if (line.isPresent() && line.get().isError()) {
                context.write(new Text(line.get().page()), ONE);
            }
        }
    }

    @Override
    public int run(String[] args) throws Exception {
        if (args.length != 1) {
            System.err.println("usage: TopErrors [-D key=value ...] OUTPUT-FOLDER");
            return 2;
        }
        Job job = Job.getInstance(getConf(), "top errors");
        job.setJarByClass(TopErrors.class);
        job.setInputFormatClass(KinesisInputFormat.class);
        job.setMapperClass(ErrorMapper.class);
        job.setCombinerClass(LongSumReducer.class);
        job.setReducerClass(TopReducer.class);
        job.setNumReduceTasks(1);
        job.setOutputKeyClass(Text.class);
        job.setOutputValueClass(LongWritable.class);
        FileOutputFormat.setOutputPath(job, new Path(args[0]));
        IterationOutputFormat.wrap(job);
        return job.waitForCompletion(true) ? 0 : 1;
    }

    public static void main(String[] args) throws Exception {
        System.exit(ToolRunner.run(new Configuration(), new TopErrors(), args));
    }
}
