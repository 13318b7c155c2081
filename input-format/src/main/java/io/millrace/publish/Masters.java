package io.millrace.publish;

import java.io.IOException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Which masters run the job that stages in an area, and which have given it up. One that was taken for dead may live and give the job up while a
 * later one runs it; or it may be just about to delete what is staged when a later one looks for what it can go on with. Each notes
 * what it does before it looks what others do, so that at least one of the two gives way. Stateless; thread-safe.
 *
 * <pre>
 *   N           there is one when master N runs the job
 *   N.leaving   there is one when master N gives the job up
 * </pre>
 */
final class Masters {
    private static final String LEAVING = ".leaving";

    private final FileSystem files;
    private final Path folder;

    /** Those that are noted in a folder. */
    Masters(FileSystem files, Path folder) {
        this.files = files;
        this.folder = folder;
    }

    /**
     * Notes that a master runs the job.
     *
     * @return whether no earlier one has given it up
     */
    boolean enter(int master) throws IOException {
        note(Integer.toString(master));
        for (FileStatus other : files.listStatus(folder)) {
            if (isLeaving(other) && number(other) < master) {
                return false;
            }
        }
        return true;
    }

    /**
     * Notes that a master gives the job up.
     *
     * @return whether no later one runs it
     */
    boolean leave(int master) throws IOException {
        note(master + LEAVING);
        for (FileStatus other : files.listStatus(folder)) {
            if (!isLeaving(other) && number(other) > master) {
                return false;
            }
        }
        return true;
    }

    private void note(String name) throws IOException {
        files.create(new Path(folder, name), true).close();
    }

    private static boolean isLeaving(FileStatus note) {
        return note.getPath().getName().endsWith(LEAVING);
    }

    private static int number(FileStatus note) {
        return Integer.parseInt(note.getPath().getName().replace(LEAVING, ""));
    }
}
