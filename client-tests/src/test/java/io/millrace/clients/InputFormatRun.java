package io.millrace.clients;

import io.millrace.config.KinesisOptions;
import io.millrace.mapreduce.KinesisInputFormat;
import io.millrace.read.KinesisRecordWritable;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.RecordReader;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.task.JobContextImpl;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;

/** Reads streams by our input format, as a MapReduce job would. Stateless. */
final class InputFormatRun {
    private InputFormatRun() {}

    /** All records that a stream holds now. */
    static List<KinesisRecordWritable> readAll(String stream) throws Exception {
        Configuration conf = new Configuration(false);
        conf.set(KinesisOptions.STREAM_NAME.key(), stream);
        conf.set(KinesisOptions.ENDPOINT_URL.key(), Servers.get().plain().toString());
        conf.set(KinesisOptions.REGION_NAME.key(), Servers.REGION.id());
        conf.set(KinesisOptions.ACCESS_KEY.key(), Servers.ACCESS_KEY);
        conf.set(KinesisOptions.SECRET_KEY.key(), Servers.SECRET_KEY);
        KinesisInputFormat format = new KinesisInputFormat();
        TaskAttemptContext context = new TaskAttemptContextImpl(conf, new TaskAttemptID());
        List<KinesisRecordWritable> all = new ArrayList<>();
        for (InputSplit split : format.getSplits(new JobContextImpl(conf, context.getJobID()))) {
            try (RecordReader<Text, KinesisRecordWritable> reader = format.createRecordReader(split, context)) {
                reader.initialize(split, context);
                while (reader.nextKeyValue()) {
                    KinesisRecordWritable copy = new KinesisRecordWritable();
                    copy.set(reader.getCurrentValue());
                    all.add(copy);
                }
            }
        }
        return all;
    }
}
