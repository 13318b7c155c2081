package io.millrace.publish;

import io.millrace.checkpoint.StreamIdentity;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
 * The folder in which the records of one job or statement wait until it has ended well. A sink is what goes to one stream
 * in one way; a job may have several.
 *
 * <pre>
 *   begun                     there is one from the begin of the job or statement on: see {@link IntendedStreams}, {@link Leftovers}
 *   attempts/, jobs/, tasks/, staged/    what tasks have staged: see {@link StagedFolders}
 *   masters/N                 one for each of a job's masters: see {@link Masters}
 *   complete                  all is staged, and it is up to the one who runs the job what becomes of it
 *   publishers/NAME           one for each publisher: see {@link Claim}
 *   publishing/SINK/          there is one as soon as something may be in the stream: settings and journals
 *   iterations                those that the records are made of, before something may be in the stream: see {@link KeptIterations}
 * </pre>
 *
 * <p>Thread-safe. The file system must rename folders atomically.
 */
public final class StagingArea {
    private static final Logger LOG = LoggerFactory.getLogger(StagingArea.class);
    /** Ends the name of a folder that is being deleted. */
    private static final String GOING = ".going";

    private static final String BEGUN = "begun";
    private static final String COMPLETE = "complete";
    private static final String MASTERS = "masters";
    private static final String PUBLISHERS = "publishers";
    private static final String PUBLISHING = "publishing";

    private final Path root;
    private final Configuration conf;
    private final FileSystem files;
    private final StagedFolders folders;
    private final CountedFiles counted;
    private final StagedTasks tasks;

    /**
     * The area in a folder, which need not exist.
     *
     * @throws IOException when there is no such file system
     */
    public StagingArea(Path folder, Configuration conf) throws IOException {
        this.conf = conf;
        this.files = folder.getFileSystem(conf);
        this.root = files.makeQualified(folder);
        this.folders = new StagedFolders(root, files);
        this.counted = new CountedFiles(folders);
        this.tasks = new StagedTasks(folders, counted, conf);
    }

    /** The folder, with its file system. */
    public Path folder() {
        return root;
    }

    /** What other jobs and statements stage in the same place. */
    List<StagingArea> others() throws IOException {
        List<StagingArea> others = new ArrayList<>();
        for (FileStatus status : folders.list(root.getParent())) {
            StagingArea other = new StagingArea(status.getPath(), conf);
            if (status.isDirectory() && !other.root.equals(root) && !other.isGoing()) {
                others.add(other);
            }
        }
        return others;
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

    /** For the tasks that stage. */
    public StagedTasks tasks() {
        return tasks;
    }

    /** What of it counts, for publishers. */
    CountedFiles counted() {
        return counted;
    }

    /**
     * Marks the area as that of a job or statement that calls {@link #checkBegun} before it publishes.
     *
     * @param streams by sink: where its records are to go
     */
    public void begin(Map<String, StreamIdentity> streams) throws IOException {
        IntendedStreams.write(streams, files, begun());
    }

    /**
     * Makes sure that the area is one that was begun, and still the same: what was staged in a folder that was deleted meanwhile
     * is not there any more, and the rest must not be published without it. It also shows that those who stage and those who publish
     * mean the same place.
     *
     * @throws IOException when it is another one, or was never begun
     */
    public void checkBegun() throws IOException {
        if (!isBegun()) {
            throw new IOException("nothing is published, because " + root
                    + ", where the records are staged, is not there, or not begun: it was deleted meanwhile, or another"
                    + " master of the job has published it; or a statement runs without the hook that publishes; or a"
                    + " job has another id in its tasks than in its committer, as when Tez runs it");
        }
    }

    boolean isBegun() throws IOException {
        return files.exists(begun());
    }

    /** The stream that the records of a sink are for, as it was at the begin; empty when nobody has said it. */
    Optional<StreamIdentity> intended(String sink) throws IOException {
        return IntendedStreams.read(sink, files, begun());
    }

    private Path begun() {
        return new Path(root, BEGUN);
    }

    /** Those of the job that stages here. */
    Masters masters() {
        return new Masters(files, new Path(root, MASTERS));
    }

    /** Notes that the job has ended well, whose records someone else publishes or gives up. */
    void complete() throws IOException {
        files.create(new Path(root, COMPLETE), true).close();
    }

    boolean isComplete() throws IOException {
        return files.exists(new Path(root, COMPLETE));
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
        for (FileStatus status : folders.list(new Path(root, PUBLISHING))) {
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
}
