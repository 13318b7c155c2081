package io.millrace.publish;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what killed drivers have left where statements and jobs stage their records. A folder goes when its statement or job has
 * {@linkplain StagingArea#begin begun} it, nothing of it may be in a stream, and nothing in it has changed for a week; and what was
 * being deleted already. Nobody can tell for sure that a driver has died; a job that still runs after such a week fails, and
 * publishes nothing. Stateless.
 */
public final class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
    private static final Duration KEPT = Duration.ofDays(7);

    private Leftovers() {}

    /**
     * Deletes leftovers. That it can't is logged and no failure.
     *
     * @param root the folder of the statements' or jobs' folders; need not exist
     * @param now the time of the file system's clock
     */
    public static void purge(Path root, Configuration conf, Instant now) {
        try {
            FileSystem files = root.getFileSystem(conf);
            for (FileStatus status : files.listStatus(root)) {
                StagingArea area = new StagingArea(status.getPath(), conf);
                if (isLeft(area, files, status, now.minus(KEPT))) {
                    area.delete();
                    LOG.info("deleted {}, which a statement or job has left that published nothing", area.folder());
                }
            }
        } catch (FileNotFoundException e) {
            LOG.debug("{} has gone, or was never made", root, e);
        } catch (IOException e) {
            LOG.warn("leftovers below {} can't be deleted", root, e);
        }
    }

    private static boolean isLeft(StagingArea area, FileSystem files, FileStatus folder, Instant last)
            throws IOException {
        return folder.isDirectory()
                && folder.getModificationTime() < last.toEpochMilli()
                && (area.isGoing() || (area.isBegun() && !area.isInPublication()))
                && newest(files, folder.getPath()) < last.toEpochMilli();
    }

    /** When something in a folder has changed last, in milliseconds. */
    private static long newest(FileSystem files, Path folder) throws IOException {
        long newest = 0;
        for (FileStatus status : files.listStatus(folder)) {
            newest = Math.max(newest, status.getModificationTime());
            if (status.isDirectory()) {
                newest = Math.max(newest, newest(files, status.getPath()));
            }
        }
        return newest;
    }
}
