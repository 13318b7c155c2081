package io.millrace.mapreduce;

import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.OutputCommitter;
import org.apache.hadoop.mapreduce.lib.output.FileOutputCommitter;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;

/** Whether a second master of a job may go on with what its tasks have committed under the first one, in both of Hadoop's APIs. Stateless. */
public final class Recovery {
    private Recovery() {}

    /**
     * Whether a job's own committer supports it, and has what it takes. Hadoop's MRAppMaster (3.4) aborts its job when it is told to
     * end (SIGTERM), which deletes the files of Hadoop's FileOutputCommitter; that then only logs that it finds none of a task that
     * the job's history says is done, and the job would end well without them.
     */
    public static boolean isSupported(OutputCommitter own, JobContext job) throws IOException {
        return own.isRecoverySupported(job) && (!keepsFiles(own) || areFilesThere(job));
    }

    private static boolean keepsFiles(OutputCommitter own) {
        return own instanceof FileOutputCommitter || own instanceof org.apache.hadoop.mapred.FileOutputCommitter;
    }

    private static boolean areFilesThere(JobContext job) throws IOException {
        Path output = FileOutputFormat.getOutputPath(job);
        return output == null
                || output.getFileSystem(job.getConfiguration())
                        .exists(new Path(output, FileOutputCommitter.PENDING_DIR_NAME));
    }
}
