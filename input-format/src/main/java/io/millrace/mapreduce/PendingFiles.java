package io.millrace.mapreduce;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.lib.output.FileOutputCommitter;

/** What Hadoop's {@link FileOutputCommitter} keeps of a job until its end. Stateless. */
public final class PendingFiles {
    private PendingFiles() {}

    /**
     * Whether what tasks have committed is still there for a second master of the job to go on with. Hadoop's MRAppMaster (3.4) aborts its
     * job when it is told to end (SIGTERM), which deletes the files; the committer then only logs that it finds none of a
     * task that the job's history says is done, and the job would end well without them.
     *
     * @param output the job's output folder; null when it has none
     */
    public static boolean areThere(Path output, Configuration conf) throws IOException {
        return output == null
                || output.getFileSystem(conf).exists(new Path(output, FileOutputCommitter.PENDING_DIR_NAME));
    }
}
