package io.millrace.pig;

import io.millrace.mapreduce.KinesisOutputFormat;
import io.millrace.publish.JobPublishing;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.OutputCommitter;
import org.apache.hadoop.mapreduce.OutputFormat;
import org.apache.hadoop.mapreduce.RecordWriter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.pig.tools.pigstats.ScriptState;

/**
 * {@link KinesisOutputFormat} in a script: Pig checks outputs with a configuration that it throws away, so what the tasks
 * need to know of the check is kept in {@link StoreContext}. Stateless but for that.
 */
final class NotedOutputFormat extends OutputFormat<Text, byte[]> {
    private final KinesisOutputFormat<Text, byte[]> format = new KinesisOutputFormat<>();
    private final StoreContext context;

    NotedOutputFormat(StoreContext context) {
        this.context = context;
    }

    @Override
    public void checkOutputSpecs(JobContext job) throws IOException {
        Optional<ScriptState> script = ScriptIterations.watch();
        // Of vertices that a UNION unites, which stage in one place, Pig checks each one's output when it makes the
        // DAG.
        if (script.isEmpty() || !ScriptOutputs.isNoted(script.get(), job.getConfiguration())) {
            context.beginRun(script.isPresent());
        }
        context.keep(JobPublishing.prepare(job.getConfiguration()));
    }

    @Override
    public RecordWriter<Text, byte[]> getRecordWriter(TaskAttemptContext task) throws IOException {
        return format.getRecordWriter(task);
    }

    @Override
    public OutputCommitter getOutputCommitter(TaskAttemptContext task) {
        return format.getOutputCommitter(task);
    }
}
