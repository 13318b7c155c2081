package io.millrace.hive.insert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.client.OutgoingRecord;
import io.millrace.publish.StagedFileWriter;
import io.millrace.publish.StagingArea;
import io.millrace.write.RecordLimits;
import io.millrace.write.WriteCounter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.JobContextImpl;
import org.apache.hadoop.mapred.JobID;
import org.apache.hadoop.mapred.TaskAttemptContextImpl;
import org.apache.hadoop.mapred.TaskAttemptID;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Tez's masters, of which a second one runs all tasks of a vertex again that writes, as no committer of Hive's recovers tasks. */
public class StagingCommitterTest {
    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    private final StagingCommitter committer = new StagingCommitter();

    /** When the first one's history is lost with it, splits are grouped anew, by what the cluster has then, and attempts are counted anew. */
    @Test
    public void whatTheTasksOfALostMasterOnTezHaveCommittedDoesNotCount() throws IOException {
        stage(1, 0, "first");
        stage(1, 1, "first");
        stage(1, 2, "first");
        commit(1, 0);
        commit(1, 2);

        stage(2, 0, "second");
        stage(2, 1, "second");
        commit(2, 0);
        commit(2, 1);
        end(2);

        assertThat(counting()).containsExactly("second", "second");
    }

    private JobConf conf(int master) {
        JobConf conf = new JobConf(false);
        conf.set("hive.execution.engine", "tez");
        conf.set("millrace.hive.insert.run", temp.getRoot() + "/run");
        conf.setInt("mapreduce.job.application.attempt.id", master);
        return conf;
    }

    /** As an operator of Hive does; the text of the only record is also the name of its sink. */
    private void stage(int master, int task, String text) throws IOException {
        JobConf conf = conf(master);
        conf.set("mapreduce.task.attempt.id", "attempt_1700000000000_0003_m_00000" + task + "_0");
        conf.set("hive.tez.vertex.index", "2");
        StagedFileWriter file = area().tasks()
                .create(
                        TaskAttempts.running(conf, master),
                        text,
                        RecordLimits.DEFAULT_RECORD_BYTES,
                        WriteCounter.Meter.NONE);
        file.write(OutgoingRecord.of(file.nextNumber(), text, text.getBytes(UTF_8)));
        file.finish();
    }

    /** As Tez does in the task, to whose committer the vertex is a part of the job's name. */
    private void commit(int master, int task) throws IOException {
        TaskAttemptID id = TaskAttemptID.forName("attempt_17000000000002_0003_m_00000" + task + "_0");
        TaskAttemptContextImpl context = new TaskAttemptContextImpl(conf(master), id);
        assertThat(committer.needsTaskCommit(context)).isTrue();
        committer.commitTask(context);
    }

    /** As Tez does in its master. */
    private void end(int master) throws IOException {
        JobConf conf = conf(master);
        conf.setInt("mapreduce.task.vertex.id", 2);
        committer.commitJob(new JobContextImpl(conf, new JobID("1700000000000", 3)));
    }

    private StagingArea area() throws IOException {
        return new StagingArea(new Path(temp.getRoot() + "/run"), new JobConf(false));
    }

    /** The names of the sinks of all files that a publisher would find. */
    private List<String> counting() throws IOException {
        FileSystem files = FileSystem.getLocal(new JobConf(false));
        RemoteIterator<LocatedFileStatus> found = files.listFiles(new Path(temp.getRoot() + "/run/tasks"), true);
        List<String> sinks = new ArrayList<>();
        while (found.hasNext()) {
            sinks.add(found.next().getPath().getParent().getName());
        }
        return sinks;
    }
}
