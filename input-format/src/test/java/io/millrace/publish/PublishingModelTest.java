package io.millrace.publish;

import java.io.File;
import java.io.IOException;
import java.util.Random;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Random walks from what tasks stage to the end of the last publisher: no record is lost or invented, none is doubled but for the
 * calls of which no publisher could know, and each key keeps its order. {@code -Dmillrace.seed=N} walks another walk than those of each build.
 */
public class PublishingModelTest {
    private static final int WALKS = 100;

    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    @After
    public void forget() {
        WalkFileSystem.forget();
    }

    @Test
    public void whateverDiesEachRecordIsPublishedOnce() throws IOException {
        Long chosen = Long.getLong("millrace.seed");
        long[] seeds = chosen != null
                ? new long[] {chosen}
                : new Random(1).longs(WALKS).toArray();
        int steps = 0;
        for (long seed : seeds) {
            try {
                steps += new PublishingWalk(seed, new File(temp.newFolder(), "staging")).walk();
            } catch (AssertionError | RuntimeException | IOException e) {
                throw new AssertionError("-Dmillrace.seed=" + seed + ": " + e, e);
            }
        }
        System.out.println(steps + " steps of " + seeds.length + " walks");
    }
}
