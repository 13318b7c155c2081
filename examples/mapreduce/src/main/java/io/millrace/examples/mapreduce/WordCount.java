package io.millrace.examples.mapreduce;

import io.millrace.mapreduce.IterationOutputFormat;
import io.millrace.mapreduce.KinesisInputFormat;
import io.millrace.read.KinesisRecordWritable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.StringTokenizer;
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
 * Counts the words of a stream's payloads into text files. The stream and the iteration are said with {@code -D}; the
 * iteration is committed when the job has ended well.
 *
 * <pre>hadoop jar example-mapreduce.jar io.millrace.examples.mapreduce.WordCount -libjars millrace.jar \
 *     -D kinesis.stream.name=access OUTPUT-FOLDER</pre>
 */
public final class WordCount extends Configured implements Tool {
    /** Takes a payload apart. */
    public static final class WordMapper extends Mapper<Text, KinesisRecordWritable, Text, LongWritable> {
        private static final LongWritable ONE = new LongWritable(1);

        private final Text word = new Text();

        @Override
        protected void map(Text partitionKey, KinesisRecordWritable record, Context context)
                throws IOException, InterruptedException {
            StringTokenizer words = new StringTokenizer(new String(record.getPayload(), StandardCharsets.UTF_8));
            while (words.hasMoreTokens()) {
                word.set(words.nextToken());
                context.write(word, ONE);
            }
        }
    }

    @Override
    public int run(String[] args) throws Exception {
        if (args.length != 1) {
            System.err.println("usage: WordCount [-D key=value ...] OUTPUT-FOLDER");
            return 2;
        }
        Job job = Job.getInstance(getConf(), "word count");
        job.setJarByClass(WordCount.class);
        job.setInputFormatClass(KinesisInputFormat.class);
        job.setMapperClass(WordMapper.class);
        job.setCombinerClass(LongSumReducer.class);
        job.setReducerClass(LongSumReducer.class);
        job.setOutputKeyClass(Text.class);
        job.setOutputValueClass(LongWritable.class);
        FileOutputFormat.setOutputPath(job, new Path(args[0]));
        IterationOutputFormat.wrap(job);
        return job.waitForCompletion(true) ? 0 : 1;
    }

    public static void main(String[] args) throws Exception {
        System.exit(ToolRunner.run(new Configuration(), new WordCount(), args));
    }
}
