package io.millrace.publish;

import io.millrace.write.WriteCounter;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
 * The folder in which the records of one job or statement wait until it has ended well. A sink is what goes to one stream
 * in one way; a job may have several.
 *
 * <pre>
 *   begun                         there is one from the statement's begin on, if its driver says so: see {@link Leftovers}
 *   attempts/ATTEMPT/SINK/FILE    being written by a task attempt
 *   tasks/TASK/SINK/FILE          the one attempt of a task that was committed, by a rename
 *   staged/TASK/SINK/FILE         the same when a publisher has come: what an attempt commits after that is ignored
 *   publishers/NAME               one for each publisher: see {@link Claim}
 *   publishing/SINK/              there is one as soon as something may be in the stream: settings and journals
 * </pre>
 *
 * <p>Thread-safe. The file system must rename folders atomically.
 */
public final class StagingArea {
    private static final Logger LOG = LoggerFactory.getLogger(StagingArea.class);
    /** Ends the name of a folder that is being deleted. */
    private static final String GOING = ".going";

    private static final String BEGUN = "begun";
    private static final String ATTEMPTS = "attempts";
    private static final String TASKS = "tasks";
    private static final String STAGED = "staged";
    private static final String PUBLISHERS = "publishers";
    private static final String PUBLISHING = "publishing";

    private final Path root;
    private final Configuration conf;
    private final FileSystem files;

    /**
     * The area in a folder, which need not exist.
     *
     * @throws IOException when there is no such file system
     */
    public StagingArea(Path folder, Configuration conf) throws IOException {
        this.conf = conf;
        this.files = folder.getFileSystem(conf);
        this.root = files.makeQualified(folder);
    }

    /** The folder, with its file system. */
    public Path folder() {
        return root;
    }

    boolean exists() throws IOException {
        return files.exists(root);
    }

    Configuration conf() {
        return conf;
    }

    FileSystem files() {
        return files;
    }

    /** Marks the area as that of a statement whose driver calls {@link #checkBegun} before it publishes. */
    public void begin() throws IOException {
        files.create(new Path(root, BEGUN), true).close();
    }

    /**
     * Makes sure that the area is one that was begun, and still the same: what was staged in a folder that was deleted meanwhile
     * is not there any more, and the rest must not be published without it.
     *
     * @throws IOException when it is another one, or was never begun
     */
    public void checkBegun() throws IOException {
        if (!isBegun()) {
            throw new IOException(
                    "nothing is published, because " + root + ", where the records are staged, was deleted"
                            + " while the statement ran, or the statement runs without the hook that publishes"
                            + " them");
        }
    }

    boolean isBegun() throws IOException {
        return files.exists(new Path(root, BEGUN));
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
     * lost later, only this one's stay; but when that one's are being published already, this one's are forgotten.
     *
     * @throws IOException also when others are being published without this task's
     */
    public void commitTask(String attempt, String task) throws IOException {
        if (files.exists(staged())) {
            if (!files.exists(new Path(staged(), task))) {
                throw new IOException("the records of " + task + " can't be committed: those in " + root
                        + " are being published already, without it. " + FinishPublishing.class.getName()
                        + " puts the rest of those; to give them up, delete the folder");
            }
            LOG.info("task attempt {} has ended when {} was being published already, and is ignored", attempt, root);
            abortTask(attempt);
            return;
        }
        Path committed = new Path(new Path(root, TASKS), task);
        files.mkdirs(committed.getParent());
        files.delete(committed, true);
        if (!files.rename(attempt(attempt), committed)) {
            throw new IOException("the records of task attempt " + attempt + " can't be committed: " + attempt(attempt)
                    + " can't become " + committed);
        }
    }

    /** Forgets what an attempt has written. */
    public void abortTask(String attempt) throws IOException {
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
        Path tasks = new Path(root, TASKS);
        if (files.exists(staged()) || !files.exists(tasks)) {
            return;
        }
        boolean frozen;
        try {
            frozen = files.rename(tasks, staged());
        } catch (FileNotFoundException e) {
            frozen = false;
        }
        if (!frozen && !files.exists(staged())) {
            throw new IOException(tasks + " can't become " + staged());
        }
    }

    /** Whether what was fixed is still here: the publisher that has put all of it deletes it. */
    boolean isFrozen() throws IOException {
        return files.exists(staged());
    }

    /** The committed files of a sink, in the order of their names. */
    List<Path> committed(String sink) throws IOException {
        List<Path> found = new ArrayList<>();
        for (FileStatus task : list(committed())) {
            for (FileStatus file : list(new Path(task.getPath(), sink))) {
                if (file.isFile()) {
                    found.add(file.getPath());
                }
            }
        }
        found.sort(Comparator.naturalOrder());
        return found;
    }

    /** The sinks that have committed files. */
    Set<String> committedSinks() throws IOException {
        Set<String> found = new TreeSet<>();
        for (FileStatus task : list(committed())) {
            for (FileStatus sink : list(task.getPath())) {
                String name = sink.getPath().getName();
                if (sink.isDirectory() && !committed(name).isEmpty()) {
                    found.add(name);
                }
            }
        }
        return found;
    }

    private Path committed() throws IOException {
        return files.exists(staged()) ? staged() : new Path(root, TASKS);
    }

    private Path staged() {
        return new Path(root, STAGED);
    }

    /** The right to publish what is here, taken from whoever has it. */
    Claim claim() throws IOException {
        return Claim.take(files, new Path(root, PUBLISHERS));
    }

    /** What is to be in a folder before it is seen. */
    @FunctionalInterface
    interface Contents {
        void write(Path folder) throws IOException;
    }

    /**
     * Makes the folder that says that something may be in a stream, with all that has to be in it, in one step. Two publishers may do so
     * at once: then it is that of one of them.
     */
    void beginPublication(Contents contents) throws IOException {
        Path publishing = new Path(root, PUBLISHING);
        Path unfinished = publishing.suffix("-" + UUID.randomUUID());
        files.mkdirs(unfinished);
        contents.write(unfinished);
        if (!files.rename(unfinished, publishing) && !files.exists(publishing)) {
            throw new IOException(unfinished + " can't become " + publishing);
        }
        // A folder is moved into one that is there.
        files.delete(new Path(publishing, unfinished.getName()), true);
    }

    /** Where the publisher of a sink keeps its notes. */
    Path publishing(String sink) {
        return new Path(new Path(root, PUBLISHING), sink);
    }

    /** The sinks whose publishing has begun. */
    List<String> sinksInPublication() throws IOException {
        Set<String> sinks = new TreeSet<>();
        for (FileStatus status : list(new Path(root, PUBLISHING))) {
            String name = status.getPath().getName();
            // Of two publishers that begin at once, one may leave its own folder here.
            if (status.isDirectory() && !name.startsWith(PUBLISHING)) {
                sinks.add(name);
            }
        }
        return List.copyOf(sinks);
    }

    /** Whether something of it may be in a stream. */
    public boolean isInPublication() throws IOException {
        return files.exists(new Path(root, PUBLISHING));
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

    /** Deletes all of it after it was published: that it can't is no failure any more. */
    public void discard() {
        try {
            delete();
        } catch (IOException e) {
            LOG.warn("all records of {} are published, but it can't be deleted", root, e);
        }
    }

    /**
     * Deletes all of it, by a rename first: a part of its records, or records without the notes that they are published, must
     * never be found here.
     */
    public void delete() throws IOException {
        Path going = isGoing() ? root : root.suffix(GOING);
        boolean moved;
        try {
            moved = isGoing() || files.rename(root, going);
        } catch (FileNotFoundException e) {
            LOG.debug("{} is not there", root, e);
            return;
        }
        files.delete(moved ? going : root, true);
    }

    /** Whether it is what a deletion has left that did not come to its end. */
    boolean isGoing() {
        return root.getName().endsWith(GOING);
    }

    private Path attempt(String attempt) {
        return new Path(new Path(root, ATTEMPTS), attempt);
    }

    private List<FileStatus> list(Path folder) throws IOException {
        try {
            return List.of(files.listStatus(folder));
        } catch (FileNotFoundException e) {
            // Whoever writes nothing makes no folder.
            return List.of();
        }
    }
}
