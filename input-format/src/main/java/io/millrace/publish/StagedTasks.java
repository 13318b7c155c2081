package io.millrace.publish;

import io.millrace.write.WriteCounter;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How tasks stage what they write in a {@link StagingArea}, and how that comes to count; {@link CountedFiles} says what does. Nothing that
 * counts is taken away here, whatever late attempts of a task do then. Thread-safe. The file system must rename folders atomically.
 */
public final class StagedTasks {
    private static final Logger LOG = LoggerFactory.getLogger(StagedTasks.class);

    private final StagedFolders folders;
    private final FileSystem files;
    private final CountedFiles counted;
    private final Configuration conf;

    StagedTasks(StagedFolders folders, CountedFiles counted, Configuration conf) {
        this.folders = folders;
        this.files = folders.files();
        this.counted = counted;
        this.conf = conf;
    }

    /**
     * A new file for a task attempt.
     *
     * @param maxRecordBytes the longest record that the stream takes
     */
    public StagedFileWriter create(String attempt, String sink, int maxRecordBytes, WriteCounter.Meter meter)
            throws IOException {
        Path folder = new Path(folders.attempt(attempt), sink);
        files.mkdirs(folder);
        return StagedFileWriter.create(new Path(folder, UUID.randomUUID().toString()), maxRecordBytes, conf, meter);
    }

    /** Whether an attempt has written anything. */
    public boolean hasWritten(String attempt) throws IOException {
        return files.exists(folders.attempt(attempt));
    }

    /**
     * Begins a group that counts when its tasks are committed, and all of whose tasks run: what they have committed under an earlier master counts no
     * longer. A group that nobody begins does so with the first task that it commits.
     */
    public void begin(TaskGroup group) throws IOException {
        files.mkdirs(folders.committed(group));
    }

    /** {@linkplain #commit(String, String, TaskGroup) The same} for a task that counts at once, whichever master has run it. */
    public void commit(String attempt, String task) throws IOException {
        commit(attempt, task, TaskGroup.AT_ONCE);
    }

    /**
     * Makes the files of an attempt those of its task. Of a task that had another attempt committed, whose machine was
     * lost later, only this one's count; but when that one's are being published already, this one's are forgotten.
     *
     * @param group says when the task counts
     * @throws IOException also when others are being published without this task's
     */
    public void commit(String attempt, String task, TaskGroup group) throws IOException {
        if (counted.isFrozen()) {
            if (!counted.isFrozenWith(task)) {
                throw tooLate(task);
            }
            LOG.info(
                    "task attempt {} has ended when {} was being published already, and is ignored",
                    attempt,
                    folders.root());
            abort(attempt);
            return;
        }
        Path written = folders.attempt(attempt);
        Path committed = new Path(new Path(folders.committed(begun(group)), task), attempt);
        files.mkdirs(committed.getParent());
        // A publisher that has come since has taken the parent away, and this fails.
        if (!files.rename(written, committed)) {
            throw new IOException("the records of task attempt " + attempt + " can't be committed: " + written
                    + " can't become " + committed);
        }
    }

    /** The group in which a task of this one counts: that of the last master that has begun it, when this one's runs only some tasks again. */
    private TaskGroup begun(TaskGroup group) throws IOException {
        return switch (group.counts()) {
            case WHEN_ENDED -> group;
            case WHEN_COMMITTED ->
                folders.list(folders.tasks()).stream()
                        .map(folder -> folder.getPath().getName())
                        .filter(group::covers)
                        .map(TaskGroup::counting)
                        .max(TaskGroup.BY_MASTER)
                        .orElse(group);
        };
    }

    private IOException tooLate(String late) {
        return new IOException("the records of " + late + " can't be committed: those in " + folders.root()
                + " are being published already, without it. " + FinishPublishing.class.getName()
                + " puts the rest of those; to give them up, delete the folder");
    }

    /**
     * Lets the committed tasks of a group count, whose job has ended well. Does nothing for those that have counted since they were committed.
     *
     * @throws IOException also when the job has ended under another master, or others are being published without it
     */
    public void end(TaskGroup group) throws IOException {
        Path committed = folders.committed(group);
        Path ended = folders.counted(group);
        if (ended.equals(committed) || !files.exists(committed)) {
            // They count already, or have written nothing.
            return;
        }
        if (counted.isFrozen()) {
            throw tooLate(group.name());
        }
        files.mkdirs(ended.getParent());
        if (files.exists(ended) || !files.rename(committed, ended)) {
            throw new IOException(
                    "the records of " + group.name() + " can't be committed: " + committed + " can't become " + ended);
        }
    }

    /** Forgets what an attempt has written. */
    public void abort(String attempt) throws IOException {
        files.delete(folders.attempt(attempt), true);
    }

    /**
     * Forgets what the tasks of a job have written that has not ended well, under this or an earlier master. A master that was taken
     * for dead may do so at any time while a later one runs the job, whose tasks lose nothing by it.
     *
     * @param group by which the attempts are {@linkplain TaskGroup#attempt named}
     */
    public void abort(TaskGroup group) throws IOException {
        for (Path folder : List.of(folders.jobs(), folders.attempts())) {
            for (FileStatus status : folders.list(folder)) {
                if (group.covers(status.getPath().getName())) {
                    files.delete(status.getPath(), true);
                }
            }
        }
    }
}
