package io.millrace.publish;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The right to put an area's records, which whoever claims it last has. A publisher that is taken for dead and lives would else
 * put all of them a second time: a master of a job that has lost its network, a Hive whose user has lost patience. It
 * makes sure before each call that nobody has followed it, so that one call of each of its threads is the most that it
 * brings in after that. Thread-safe.
 *
 * <p>A claim is a file whose name no other one has, and the greatest name wins: nothing is asked of the file system that
 * some do not keep, such as a creation that only one of two can do.
 */
final class Claim {
    private final FileSystem files;
    private final Path folder;
    private final String name;

    private Claim(FileSystem files, Path folder, String name) {
        this.files = files;
        this.folder = folder;
        this.name = name;
    }

    /** Another publisher has claimed the area since, or has ended and deleted it. */
    static final class Lost extends IOException {
        private static final long serialVersionUID = 1L;

        Lost(Path folder) {
            super("another publisher has taken over what is in " + folder + ", and goes on with it or has put it all");
        }
    }

    /** Claims what a folder stands for, from whoever has it. */
    static Claim take(FileSystem files, Path folder) throws IOException {
        files.mkdirs(folder);
        List<String> earlier = names(files, folder);
        int next = earlier.isEmpty()
                ? 0
                : 1 + Integer.parseInt(Collections.max(earlier).substring(0, 8));
        String name = String.format(Locale.ROOT, "%08d-%s", next, UUID.randomUUID());
        files.create(new Path(folder, name), false).close();
        return new Claim(files, folder, name);
    }

    /** Told apart from all others. */
    String name() {
        return name;
    }

    /**
     * Makes sure that nobody has claimed it since.
     *
     * @throws Lost when somebody has
     */
    void check() throws IOException {
        List<String> all;
        try {
            all = names(files, folder);
        } catch (FileNotFoundException e) {
            throw new Lost(folder.getParent());
        }
        if (all.isEmpty() || !Collections.max(all).equals(name)) {
            throw new Lost(folder.getParent());
        }
    }

    private static List<String> names(FileSystem files, Path folder) throws IOException {
        List<String> names = new ArrayList<>();
        for (FileStatus status : files.listStatus(folder)) {
            names.add(status.getPath().getName());
        }
        return names;
    }
}
