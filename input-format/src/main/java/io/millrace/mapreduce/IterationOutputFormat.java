package io.millrace.mapreduce;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.OutputCommitter;
import org.apache.hadoop.mapreduce.OutputFormat;
import org.apache.hadoop.mapreduce.RecordWriter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.output.TextOutputFormat;
import org.apache.hadoop.util.ReflectionUtils;

/**
 * The job's own output format, with the iteration that the job reads committed when the job ends well: after the job's
 * output, and not when the job fails. A job whose iteration can't be committed any more, because another run was faster,
 * fails before its output is committed. Setting {@value #OWN} and this class as the job's output format does the same as
 * {@link #wrap}, for jobs without code. Stateless and thread-safe.
 */
public final class IterationOutputFormat<K, V> extends OutputFormat<K, V> {
    /** Key that names the job's own output format; TextOutputFormat when it is not set. */
    public static final String OWN = "millrace.output.format.class";

    /**
     * Puts itself around the output format that the job has; to be called when that is set. Calling it again changes nothing.
     *
     * @throws ClassNotFoundException when the job's own output format is not found
     */
    public static void wrap(Job job) throws ClassNotFoundException {
        if (!IterationOutputFormat.class.equals(job.getOutputFormatClass())) {
            job.getConfiguration().setClass(OWN, job.getOutputFormatClass(), OutputFormat.class);
            job.setOutputFormatClass(IterationOutputFormat.class);
        }
    }

    @Override
    public RecordWriter<K, V> getRecordWriter(TaskAttemptContext context) throws IOException, InterruptedException {
        return own(context.getConfiguration()).getRecordWriter(context);
    }

    @Override
    public void checkOutputSpecs(JobContext context) throws IOException, InterruptedException {
        own(context.getConfiguration()).checkOutputSpecs(context);
    }

    @Override
    public OutputCommitter getOutputCommitter(TaskAttemptContext context) throws IOException, InterruptedException {
        return new IterationCommitter(own(context.getConfiguration()).getOutputCommitter(context));
    }

    // Hadoop knows the class of a job's output format only as a raw one.
    @SuppressWarnings("unchecked")
    private OutputFormat<K, V> own(Configuration conf) {
        return ReflectionUtils.newInstance(conf.getClass(OWN, TextOutputFormat.class, OutputFormat.class), conf);
    }
}
