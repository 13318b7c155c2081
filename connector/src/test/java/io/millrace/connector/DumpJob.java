package io.millrace.connector;

import io.millrace.mapreduce.KinesisInputFormat;
import io.millrace.read.KinesisRecordWritable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.conf.Configured;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.Mapper;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.apache.hadoop.util.Tool;
import org.apache.hadoop.util.ToolRunner;

/** A user's job: writes each record of a stream as a line of partition key, tab, payload. Argument: the output folder. */
public final class DumpJob extends Configured implements Tool {
    /** Takes a record apart. */
    public static final class DumpMapper extends Mapper<Text, KinesisRecordWritable, Text, Text> {
        @Override
        protected void map(Text key, KinesisRecordWritable record, Context context)
                throws IOException, InterruptedException {
            context.write(key, new Text(new String(record.getPayload(), StandardCharsets.UTF_8)));
        }
    }

    @Override
    public int run(String[] args) throws Exception {
        Job job = Job.getInstance(getConf(), "dump");
        job.setJarByClass(DumpJob.class);
        job.setInputFormatClass(KinesisInputFormat.class);
        job.setMapperClass(DumpMapper.class);
        job.setNumReduceTasks(0);
        job.setOutputKeyClass(Text.class);
        job.setOutputValueClass(Text.class);
        FileOutputFormat.setOutputPath(job, new Path(args[0]));
        return job.waitForCompletion(true) ? 0 : 1;
    }

    public static void main(String[] args) throws Exception {
        System.exit(ToolRunner.run(new Configuration(), new DumpJob(), args));
    }
}
