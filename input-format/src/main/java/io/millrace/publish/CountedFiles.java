package io.millrace.publish;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Which of the files count that tasks have staged: those of one whole attempt for each committed task, wherever a publisher comes, and from
 * then on the same ones. Thread-safe.
 */
final class CountedFiles {
    private final StagedFolders folders;
    private final FileSystem files;

    CountedFiles(StagedFolders folders) {
        this.folders = folders;
        this.files = folders.files();
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
        files.mkdirs(folders.tasks());
        boolean frozen;
        try {
            frozen = files.rename(folders.tasks(), folders.staged());
        } catch (FileNotFoundException e) {
            frozen = false;
        }
        if (!frozen && !isFrozen()) {
            throw new IOException(folders.tasks() + " can't become " + folders.staged());
        }
        // A folder is moved into one that is there: another publisher was faster, and a late attempt has begun a new
        // one.
        files.delete(folders.tasksWithinStaged(), true);
    }

    /** Whether what was fixed is still here: the publisher that has put all of it deletes it. */
    boolean isFrozen() throws IOException {
        return files.exists(folders.staged());
    }

    /** Whether a publisher has found one of the task's attempts. */
    boolean isFrozenWith(String task) throws IOException {
        for (FileStatus group : folders.list(folders.staged())) {
            if (files.exists(new Path(group.getPath(), task))) {
                return true;
            }
        }
        return false;
    }

    /** Those of a sink, in the order of their names. */
    List<Path> of(String sink) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path attempt : attempts()) {
            for (FileStatus file : folders.list(new Path(attempt, sink))) {
                if (file.isFile()) {
                    found.add(file.getPath());
                }
            }
        }
        found.sort(Comparator.naturalOrder());
        return found;
    }

    /** The sinks that have any. */
    Set<String> sinks() throws IOException {
        Set<String> found = new TreeSet<>();
        for (Path attempt : attempts()) {
            for (FileStatus sink : folders.list(attempt)) {
                if (folders.list(sink.getPath()).stream().anyMatch(FileStatus::isFile)) {
                    found.add(sink.getPath().getName());
                }
            }
        }
        return found;
    }

    /** Whether tasks have written for a sink, and nothing of it counts. */
    boolean areMissing(String sink) throws IOException {
        return of(sink).isEmpty() && (holds(sink, folders.attempts(), 0) || holds(sink, folders.jobs(), 2));
    }

    /** Whether there are records for a sink so many folders deep in those of a folder. */
    private boolean holds(String sink, Path folder, int deep) throws IOException {
        for (FileStatus status : folders.list(folder)) {
            if (deep == 0 ? files.exists(new Path(status.getPath(), sink)) : holds(sink, status.getPath(), deep - 1)) {
                return true;
            }
        }
        return false;
    }

    /** The attempts that count, one for each committed task. */
    private List<Path> attempts() throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path group : groups()) {
            for (FileStatus task : folders.list(group)) {
                last(folders.list(task.getPath())).ifPresent(found::add);
            }
        }
        return found;
    }

    /** The groups that count, of each name the last master's. */
    private Collection<Path> groups() throws IOException {
        Map<String, Path> last = new TreeMap<>();
        for (FileStatus folder : folders.list(isFrozen() ? folders.staged() : folders.tasks())) {
            last.merge(
                    group(folder.getPath()).name(),
                    folder.getPath(),
                    BinaryOperator.maxBy(Comparator.comparing(CountedFiles::group, TaskGroup.BY_MASTER)));
        }
        return last.values();
    }

    private static TaskGroup group(Path folder) {
        return TaskGroup.counting(folder.getName());
    }

    /** Of a task's attempts the one that counts. Numbers of later attempts are greater, hence not shorter. */
    private static Optional<Path> last(List<FileStatus> attempts) {
        return attempts.stream()
                .map(FileStatus::getPath)
                .max(Comparator.comparing((Path attempt) -> attempt.getName().length())
                        .thenComparing(Path::getName));
    }
}
