package io.millrace.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Which folders of statements are deleted, and which stay. */
public class LeftoversTest {
    private static final Instant NOW = Instant.parse("2024-03-10T00:00:00Z");
    private static final Instant LONG_AGO = NOW.minus(Duration.ofDays(8));

    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    private final Configuration conf = new Configuration();
    private Path root;
    private FileSystem files;

    @Before
    public void open() throws IOException {
        root = new Path(temp.getRoot().toURI());
        files = root.getFileSystem(conf);
    }

    /** What a driver leaves that is killed before the publishing. */
    private Staged statement(String name) throws IOException {
        Staged staged = new Staged(temp.newFolder(name));
        staged.area.begin(Map.of());
        return staged.task("t1", Staged.texts("k", 2)).write("t2_0", Staged.texts("k", 2));
    }

    private void age(Path path) throws IOException {
        for (FileStatus status : files.listStatus(path)) {
            if (status.isDirectory()) {
                age(status.getPath());
            }
            files.setTimes(status.getPath(), LONG_AGO.toEpochMilli(), -1);
        }
    }

    private List<String> purged() throws IOException {
        Leftovers.purge(root, conf, NOW);
        return Arrays.stream(files.listStatus(root))
                .map(status -> status.getPath().getName())
                .sorted()
                .toList();
    }

    @Test
    public void aFolderInWhichNothingChangedForAWeekGoes() throws IOException {
        StagingArea area = statement("old").area;
        age(root);
        assertThat(purged()).isEmpty();
        assertThatThrownBy(area::checkBegun).hasMessageContaining("was deleted meanwhile");
    }

    @Test
    public void aPurgeThatWasCutShortIsFinished() throws IOException {
        statement("old.going");
        age(root);
        assertThat(purged()).isEmpty();
    }

    @Test
    public void whatWasBeingDeletedAfterItsPublishingGoes() throws IOException {
        Staged published = statement("done.going");
        files.mkdirs(published.area.publishing(Staged.SINK));
        age(root);
        assertThat(purged()).isEmpty();
    }

    @Test
    public void aFolderInWhichATaskHasWrittenSinceStays() throws IOException {
        Staged running = statement("running");
        age(root);
        Path file = running.area.counted().of(Staged.SINK).get(0);
        files.setTimes(file, NOW.minus(Duration.ofDays(6)).toEpochMilli(), -1);
        assertThat(purged()).containsExactly("running");
        running.area.checkBegun();
    }

    @Test
    public void whatMayBeInAStreamStays() throws IOException {
        Staged interrupted = statement("interrupted");
        files.mkdirs(interrupted.area.publishing(Staged.SINK));
        age(root);
        assertThat(purged()).containsExactly("interrupted");
    }

    @Test
    public void whatIsNoStatementsStays() throws IOException {
        new Staged(temp.newFolder("job")).task("t1", Staged.texts("k", 2));
        temp.newFile("file");
        age(root);
        assertThat(purged()).containsExactly("file", "job");
    }

    @Test
    public void withoutAFolderThereIsNothingToDo() throws IOException {
        Path missing = new Path(root, "missing");
        Leftovers.purge(missing, conf, NOW);
        assertThat(files.exists(missing)).isFalse();
    }
}
