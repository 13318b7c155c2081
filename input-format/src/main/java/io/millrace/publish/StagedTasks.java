package io.millrace.publish;

import io.millrace.write.WriteCounter;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BinaryOperator;
import java.util.regex.Pattern;
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
 *   attempts/ATTEMPT/SINK/FILE          being written by a task attempt
 *   jobs/RUN/TASK/ATTEMPT/SINK/FILE     committed, for a job that has not ended
 *   tasks/JOB/TASK/ATTEMPT/SINK/FILE    committed and counts; of a task that has several, the last attempt; of a group under
 *                                       several masters (GROUP.master-N for JOB), the last one's
 *   staged/JOB/TASK/ATTEMPT/SINK/FILE   the same when a publisher has come: what an attempt commits after that is ignored
 * </pre>
 *
 * <p>Thread-safe. The file system must rename folders atomically.
 */
public final class StagedTasks {
    private static final Logger LOG = LoggerFactory.getLogger(StagedTasks.class);

    private static final String ATTEMPTS = "attempts";
    private static final String JOBS = "jobs";
    private static final String TASKS = "tasks";
    private static final String STAGED = "staged";
    /** In the name of a group of tasks, before the number of the master that has run it. */
    private static final String UNDER_MASTER = ".master-";
    /** In place of a job's name, for tasks that count as soon as they are committed. */
    private static final String AT_ONCE = "at-once";

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
        commit(attempt, new Path(tasks(), AT_ONCE), task);
    }

    /**
     * The same for a task that only counts when its job {@linkplain #endJob has ended well}: another one may do the same work in
     * the place of a job that fails.
     *
     * @param run names the job and which of its masters it was, if it may have several that do all its work
     */
    public void commitWithin(String run, String attempt, String task) throws IOException {
        commit(attempt, job(run), task);
    }

    /**
     * The same for a task that counts as soon as it is committed, unless a later master of its job runs tasks of the same group: it runs all of
     * them again then, and maybe other ones.
     *
     * @param group of tasks, with its job
     * @param master counts the job's masters
     */
    public void commitUnderMaster(String group, int master, String attempt, String task) throws IOException {
        commit(attempt, new Path(tasks(), group + UNDER_MASTER + master), task);
    }

    private void commit(String attempt, Path job, String task) throws IOException {
        if (isFrozen()) {
            if (!isStaged(task)) {
                throw tooLate(task);
            }
            LOG.info("task attempt {} has ended when {} was being published already, and is ignored", attempt, root);
            abort(attempt);
            return;
        }
        Path committed = new Path(new Path(job, task), attempt);
        files.mkdirs(committed.getParent());
        // A publisher that has come since has taken the parent away, and this fails.
        if (!files.rename(attempt(attempt), committed)) {
            throw new IOException("the records of task attempt " + attempt + " can't be committed: " + attempt(attempt)
                    + " can't become " + committed);
        }
    }

    private IOException tooLate(String late) {
        return new IOException("the records of " + late + " can't be committed: those in " + root
                + " are being published already, without it. " + FinishPublishing.class.getName()
                + " puts the rest of those; to give them up, delete the folder");
    }

    /**
     * Lets the committed tasks of a job count.
     *
     * @param run under which they were committed
     * @param job the same for all its runs, of which one can end well
     * @throws IOException also when another run has ended, or others are being published without it
     */
    public void endJob(String run, String job) throws IOException {
        if (!files.exists(job(run))) {
            // Its tasks have written nothing.
            return;
        }
        if (isFrozen()) {
            throw tooLate(job);
        }
        Path ended = new Path(tasks(), job);
        files.mkdirs(tasks());
        if (files.exists(ended) || !files.rename(job(run), ended)) {
            throw new IOException(
                    "the records of " + job + " can't be committed: " + job(run) + " can't become " + ended);
        }
    }

    /** Forgets what an attempt has written. */
    public void abort(String attempt) throws IOException {
        files.delete(attempt(attempt), true);
    }

    /**
     * Forgets what the tasks of a job have written that has not ended well.
     *
     * @param run under which they were committed
     * @param attempts with which the names of their attempts begin
     */
    public void abortJob(String run, String attempts) throws IOException {
        files.delete(job(run), true);
        for (FileStatus attempt : list(new Path(root, ATTEMPTS))) {
            if (attempt.getPath().getName().startsWith(attempts)) {
                files.delete(attempt.getPath(), true);
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

    /** Whether tasks have written for a sink, and nothing of it counts. */
    boolean isUncommitted(String sink) throws IOException {
        return committed(sink).isEmpty()
                && (holds(sink, new Path(root, ATTEMPTS), 0) || holds(sink, new Path(root, JOBS), 2));
    }

    /** Whether there are records for a sink so many folders deep in those of a folder. */
    private boolean holds(String sink, Path folder, int deep) throws IOException {
        for (FileStatus status : list(folder)) {
            if (deep == 0 ? files.exists(new Path(status.getPath(), sink)) : holds(sink, status.getPath(), deep - 1)) {
                return true;
            }
        }
        return false;
    }

    /** The attempts that count, one for each committed task. */
    private List<Path> counting() throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path job : countingJobs()) {
            for (FileStatus task : list(job)) {
                counting(task.getPath()).ifPresent(found::add);
            }
        }
        return found;
    }

    private Collection<Path> countingJobs() throws IOException {
        Map<String, Path> last = new TreeMap<>();
        for (FileStatus job : list(isFrozen() ? staged() : tasks())) {
            last.merge(
                    job.getPath().getName().split(Pattern.quote(UNDER_MASTER), 2)[0],
                    job.getPath(),
                    BinaryOperator.maxBy(Comparator.comparingInt(StagedTasks::master)));
        }
        return last.values();
    }

    private static int master(Path job) {
        int mark = job.getName().indexOf(UNDER_MASTER);
        return mark < 0 ? 0 : Integer.parseInt(job.getName().substring(mark + UNDER_MASTER.length()));
    }

    /** Whether a publisher has found one of the task's attempts. */
    private boolean isStaged(String task) throws IOException {
        for (FileStatus job : list(staged())) {
            if (files.exists(new Path(job.getPath(), task))) {
                return true;
            }
        }
        return false;
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

    private Path job(String run) {
        return new Path(new Path(root, JOBS), run);
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
