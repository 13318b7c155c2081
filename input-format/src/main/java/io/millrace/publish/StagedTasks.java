package io.millrace.publish;

import io.millrace.write.WriteCounter;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the tasks of one job or statement have staged in a {@link StagingArea}. Each step that others see is one rename, and nothing
 * that was committed is ever taken away: wherever a publisher comes, it finds each committed task with one whole attempt,
 * and keeps to it, whatever late attempts of the task do then.
 *
 * <pre>
 *   attempts/ATTEMPT/SINK/FILE      being written by a task attempt
 *   tasks/TASK/ATTEMPT/SINK/FILE    committed; of a task that has several, the last attempt counts
 *   staged/TASK/ATTEMPT/SINK/FILE   the same when a publisher has come: what an attempt commits after that is ignored
 * </pre>
 *
 * <p>Thread-safe. The file system must rename folders atomically.
 */
public final class StagedTasks {
    private static final Logger LOG = LoggerFactory.getLogger(StagedTasks.class);

    private static final String ATTEMPTS = "attempts";
    private static final String TASKS = "tasks";
    private static final String STAGED = "staged";

    private final Path root;
    private final Configuration conf;
    private final FileSystem files;

    StagedTasks(Path root, Configuration conf, FileSystem files) {
        this.root = root;
        this.conf = conf;
        this.files = files;
    }

    /**
     * A new file for a task attempt.
     *
     * @param maxRecordBytes the longest record that the stream takes
     */
    public StagedFileWriter create(String attempt, String sink, int maxRecordBytes, WriteCounter.Meter meter)
            throws IOException {
        Path folder = new Path(attempt(attempt), sink);
        files.mkdirs(folder);
        return StagedFileWriter.create(new Path(folder, UUID.randomUUID().toString()), maxRecordBytes, conf, meter);
    }

    /** Whether an attempt has written anything. */
    public boolean hasWritten(String attempt) throws IOException {
        return files.exists(attempt(attempt));
    }

    /**
     * Makes the files of an attempt those of its task. Of a task that had another attempt committed, whose machine was
     * lost later, only this one's count; but when that one's are being published already, this one's are forgotten.
     *
     * @throws IOException also when others are being published without this task's
     */
    public void commit(String attempt, String task) throws IOException {
        if (isFrozen()) {
            if (counting(new Path(staged(), task)).isEmpty()) {
                throw new IOException("the records of " + task + " can't be committed: those in " + root
                        + " are being published already, without it. " + FinishPublishing.class.getName()
                        + " puts the rest of those; to give them up, delete the folder");
            }
            LOG.info("task attempt {} has ended when {} was being published already, and is ignored", attempt, root);
            abort(attempt);
            return;
        }
        Path committed = new Path(new Path(tasks(), task), attempt);
        files.mkdirs(committed.getParent());
        // A publisher that has come since has taken the parent away, and this fails.
        if (!files.rename(attempt(attempt), committed)) {
            throw new IOException("the records of task attempt " + attempt + " can't be committed: " + attempt(attempt)
                    + " can't become " + committed);
        }
    }

    /** Forgets what an attempt has written. */
    public void abort(String attempt) throws IOException {
        files.delete(attempt(attempt), true);
    }

    /**
     * Forgets what all attempts of a job have written, committed ones too. Another job may do the same work in its place.
     *
     * @param prefix with which the names of the job's attempts or tasks begin
     */
    public void abortJob(String prefix) throws IOException {
        for (String folder : List.of(ATTEMPTS, TASKS)) {
            for (FileStatus status : list(new Path(root, folder))) {
                if (status.getPath().getName().startsWith(prefix)) {
                    files.delete(status.getPath(), true);
                }
            }
        }
    }

    /**
     * Fixes what is committed: an attempt that was taken for lost and commits while its task is being published must not put its
     * own file in the place of the other one's, of which some is in the stream by then.
     */
    void freeze() throws IOException {
        if (isFrozen()) {
            return;
        }
        // That nothing is committed is fixed as well.
        files.mkdirs(tasks());
        boolean frozen;
        try {
            frozen = files.rename(tasks(), staged());
        } catch (FileNotFoundException e) {
            frozen = false;
        }
        if (!frozen && !isFrozen()) {
            throw new IOException(tasks() + " can't become " + staged());
        }
        // A folder is moved into one that is there: another publisher was faster, and a late attempt has begun a new
        // one.
        files.delete(new Path(staged(), TASKS), true);
    }

    /** Whether what was fixed is still here: the publisher that has put all of it deletes it. */
    boolean isFrozen() throws IOException {
        return files.exists(staged());
    }

    /** The committed files of a sink, in the order of their names. */
    List<Path> committed(String sink) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path attempt : counting()) {
            for (FileStatus file : list(new Path(attempt, sink))) {
                if (file.isFile()) {
                    found.add(file.getPath());
                }
            }
        }
        found.sort(Comparator.naturalOrder());
        return found;
    }

    /** The sinks that have committed files. */
    Set<String> sinks() throws IOException {
        Set<String> found = new TreeSet<>();
        for (Path attempt : counting()) {
            for (FileStatus sink : list(attempt)) {
                if (list(sink.getPath()).stream().anyMatch(FileStatus::isFile)) {
                    found.add(sink.getPath().getName());
                }
            }
        }
        return found;
    }

    /** Whether there are attempts that have written for a sink, of which none was committed. */
    boolean isUncommitted(String sink) throws IOException {
        for (FileStatus attempt : list(new Path(root, ATTEMPTS))) {
            if (files.exists(new Path(attempt.getPath(), sink))) {
                return committed(sink).isEmpty();
            }
        }
        return false;
    }

    /** The attempts that count, one for each committed task. */
    private List<Path> counting() throws IOException {
        List<Path> found = new ArrayList<>();
        for (FileStatus task : list(isFrozen() ? staged() : tasks())) {
            counting(task.getPath()).ifPresent(found::add);
        }
        return found;
    }

    /** The attempt of a committed task that counts. Numbers of later attempts are greater, hence not shorter. */
    private Optional<Path> counting(Path task) throws IOException {
        return list(task).stream()
                .map(FileStatus::getPath)
                .max(Comparator.comparing((Path attempt) -> attempt.getName().length())
                        .thenComparing(Path::getName));
    }

    private Path attempt(String attempt) {
        return new Path(new Path(root, ATTEMPTS), attempt);
    }

    private Path tasks() {
        return new Path(root, TASKS);
    }

    private Path staged() {
        return new Path(root, STAGED);
    }

    /** What is in a folder; whoever writes nothing makes none. */
    private List<FileStatus> list(Path folder) throws IOException {
        try {
            return Arrays.asList(files.listStatus(folder));
        } catch (FileNotFoundException e) {
            return List.of();
        }
    }
}
