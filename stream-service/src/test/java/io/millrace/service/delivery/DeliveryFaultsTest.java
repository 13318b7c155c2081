package io.millrace.service.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;

/** Failures between the steps of a delivery, each followed by a start anew from what is stored. */
public class DeliveryFaultsTest {
    @Rule
    public final DeliveryRun run = new DeliveryRun();

    @Test
    public void anObjectThatCouldNotBeBegunHasLaterTheRecordsThatItWasToHave() {
        run.put("1", "2");
        run.clock.advance(DeliveryRun.FRESHNESS);
        run.store.failingCreates = 1;
        run.delivery.tick();
        String planned = run.progress().writing().key();
        assertThat(run.lake.keys(DeliveryRun.LEFT)).isEmpty();
        run.put("3");

        run.start();
        run.delivery.tick();

        assertThat(run.lake.keys(DeliveryRun.LEFT)).containsExactly(planned);
        assertThat(run.lake.text(DeliveryRun.LEFT)).isEqualTo("1\n2\n");
        run.clock.advance(DeliveryRun.FRESHNESS);
        run.delivery.tick();
        assertThat(run.lake.text(DeliveryRun.LEFT)).isEqualTo("1\n2\n3\n");
        assertThat(run.counts.failures).isEqualTo(1);
    }

    @Test
    public void anObjectThatWasWrittenBeforeItsPositionMovedIsNotWrittenAgain() throws IOException {
        run.put("1", "2");
        run.clock.advance(DeliveryRun.FRESHNESS);
        run.store.killsAfterPublish = 1;
        run.delivery.tick();
        assertThat(run.progress().batch()).isPresent();
        Object file = fileKey(run.lake.keys(DeliveryRun.LEFT).get(0));
        run.put("3");

        run.start();
        run.delivery.tick();

        assertThat(run.progress().batch()).isEmpty();
        assertThat(fileKey(run.lake.keys(DeliveryRun.LEFT).get(0))).isEqualTo(file);
        assertThat(run.lake.text(DeliveryRun.LEFT)).isEqualTo("1\n2\n");
        run.clock.advance(DeliveryRun.FRESHNESS);
        run.delivery.tick();
        assertThat(run.lake.text(DeliveryRun.LEFT)).isEqualTo("1\n2\n3\n");
    }

    @Test
    public void deadLettersThatAreThereAreCompletedByTheirObject() {
        run.put("1", "{", "2");
        run.clock.advance(DeliveryRun.FRESHNESS);
        run.store.killsAfterPublish = 1;
        run.delivery.tick();
        assertThat(run.lake.keys(DeliveryRun.ERRORS)).hasSize(1);
        assertThat(run.lake.keys(DeliveryRun.LEFT)).isEmpty();

        run.start();
        run.delivery.tick();

        assertThat(run.lake.keys(DeliveryRun.ERRORS)).hasSize(1);
        assertThat(run.lake.text(DeliveryRun.ERRORS).lines()).hasSize(1);
        assertThat(run.lake.text(DeliveryRun.LEFT)).isEqualTo("1\n2\n");
    }

    @Test
    public void whatAKilledAttemptLeftIsReplaced() throws IOException {
        run.put("1");
        run.clock.advance(DeliveryRun.FRESHNESS);
        run.store.killsWhileWriting = 1;
        run.delivery.tick();
        assertThat(drafts()).hasSize(1);
        assertThat(run.lake.keys(DeliveryRun.LEFT)).isEmpty();

        run.start();
        run.delivery.tick();

        assertThat(run.lake.text(DeliveryRun.LEFT)).isEqualTo("1\n");
        assertThat(drafts()).isEmpty();
    }

    private Object fileKey(String key) throws IOException {
        return Files.readAttributes(run.buckets().resolve("lake").resolve(key), BasicFileAttributes.class)
                .fileKey();
    }

    private List<Path> drafts() throws IOException {
        try (java.util.stream.Stream<Path> files = Files.walk(run.buckets())) {
            return files.filter(file -> file.toString().endsWith(".draft")).toList();
        }
    }
}
