package io.millrace.publish;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Where in a {@link StagingArea} is what tasks have staged:
 *
 * <pre>
 *   attempts/ATTEMPT/SINK/FILE                  being written by a task attempt; for a job that may be aborted alone, ATTEMPT
 *                                               begins with JOB.master-N
 *   jobs/JOB.master-N/TASK/ATTEMPT/SINK/FILE    committed, for a job that has not ended
 *   tasks/JOB/TASK/ATTEMPT/SINK/FILE            the same when it has ended well, and counts
 *   tasks/GROUP.master-N/TASK/ATTEMPT/SINK/FILE committed, and counts unless there is a later master's
 *   staged/                                     what was tasks/ when a publisher came: what is committed after that is ignored
 * </pre>
 *
 * <p>Of a task that has several attempts, the last one counts. Each step that others see is one rename from one of these folders
 * to another. Stateless.
 */
record StagedFolders(Path root, FileSystem files) {
    private static final String TASKS = "tasks";

    Path attempts() {
        return new Path(root, "attempts");
    }

    Path attempt(String attempt) {
        return new Path(attempts(), attempt);
    }

    Path jobs() {
        return new Path(root, "jobs");
    }

    Path tasks() {
        return new Path(root, TASKS);
    }

    Path staged() {
        return new Path(root, "staged");
    }

    /** Where {@link #tasks} comes to lie that is renamed to {@link #staged} when that is there. */
    Path tasksWithinStaged() {
        return new Path(staged(), TASKS);
    }

    /** Where the committed tasks of a group are. */
    Path committed(TaskGroup group) {
        return new Path(
                switch (group.counts()) {
                    case WHEN_COMMITTED -> tasks();
                    case WHEN_ENDED -> jobs();
                },
                group.folder());
    }

    /** Where they are when they count. Where that takes the end of their job, it is the same for all its masters, of which one can end it well. */
    Path counted(TaskGroup group) {
        return switch (group.counts()) {
            case WHEN_COMMITTED -> committed(group);
            case WHEN_ENDED -> new Path(tasks(), group.name());
        };
    }

    /** What is in a folder; whoever writes nothing makes none. */
    List<FileStatus> list(Path folder) throws IOException {
        try {
            return List.of(files.listStatus(folder));
        } catch (FileNotFoundException e) {
            return List.of();
        }
    }
}
