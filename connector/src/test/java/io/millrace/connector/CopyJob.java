package io.millrace.connector;

import io.millrace.mapreduce.IterationOutputFormat;
import io.millrace.mapreduce.KinesisInputFormat;
import io.millrace.mapreduce.KinesisOutputFormat;
import io.millrace.read.KinesisRecordWritable;
import java.io.IOException;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.conf.Configured;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.Mapper;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.lib.output.TextOutputFormat;
import org.apache.hadoop.util.Tool;
import org.apache.hadoop.util.ToolRunner;

/**
 * A user's job that copies an iteration of one stream into another one, and whose first task does not come through at its
 * first attempt. Arguments: which {@link Fault}; if it shall write into files instead, the folder.
 */
public final class CopyJob extends Configured implements Tool {
    /** In HDFS: written when the task hangs; tells the node manager that it runs on. */
    static final Path HANGS_AT = new Path("/hangs-at");

    private static final String FAULT = "test.fault";

    /** What becomes of the first attempt of the first task after a few records. */
    enum Fault {
        NONE,
        /** Its process ends at once. */
        DIES,
        /** It stays alive and does nothing more until somebody ends it. */
        HANGS
    }

    /** Copies. */
    public static final class CopyMapper extends Mapper<Text, KinesisRecordWritable, Text, KinesisRecordWritable> {
        private static final int BEFORE = 3;
        private Fault fault;
        private int seen;

        @Override
        protected void setup(Context context) {
            TaskAttemptID id = context.getTaskAttemptID();
            // Attempts under a job's second master are numbered from 1000.
            boolean first = id.getTaskID().getId() == 0 && id.getId() == 0;
            fault = first ? context.getConfiguration().getEnum(FAULT, Fault.NONE) : Fault.NONE;
        }

        @Override
        protected void map(Text key, KinesisRecordWritable record, Context context)
                throws IOException, InterruptedException {
            context.write(key, record);
            seen++;
            if (seen == BEFORE) {
                switch (fault) {
                    case NONE -> {}
                    case DIES -> Runtime.getRuntime().halt(9);
                    case HANGS -> hang(context);
                }
            }
        }

        private static void hang(Context context) throws IOException, InterruptedException {
            try (FSDataOutputStream out =
                    FileSystem.get(context.getConfiguration()).create(HANGS_AT)) {
                out.writeUTF(System.getenv("NM_HOST") + ":" + System.getenv("NM_PORT"));
            }
            while (true) {
                Thread.sleep(100);
                context.progress();
            }
        }
    }

    @Override
    public int run(String[] args) throws Exception {
        getConf().setEnum(FAULT, Fault.valueOf(args[0].toUpperCase(Locale.ROOT)));
        Job job = Job.getInstance(getConf(), "copy");
        job.setJarByClass(CopyJob.class);
        job.setInputFormatClass(KinesisInputFormat.class);
        job.setMapperClass(CopyMapper.class);
        job.setNumReduceTasks(0);
        job.setMapOutputKeyClass(Text.class);
        job.setMapOutputValueClass(KinesisRecordWritable.class);
        if (args.length == 1) {
            job.setOutputFormatClass(KinesisOutputFormat.class);
        } else {
            TextOutputFormat.setOutputPath(job, new Path(args[1]));
        }
        IterationOutputFormat.wrap(job);
        return job.waitForCompletion(true) ? 0 : 1;
    }

    public static void main(String[] args) throws Exception {
        System.exit(ToolRunner.run(new Configuration(), new CopyJob(), args));
    }
}
