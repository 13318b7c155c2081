package io.millrace.service.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.local.ChildJvm;
import io.millrace.local.StreamServiceProcess;
import io.millrace.service.RunningService;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * The service is killed at random moments, under load and while it starts, and each life is checked against what the
 * lives before acknowledged. {@code -Dmillrace.kill.rounds=N} asks for a number of rounds, {@code -Dmillrace.kill.life=MS} for
 * lives of up to so many milliseconds, and {@code -Dmillrace.kill.seed=S} for the choices of an earlier run (not for its timing).
 */
public class KillTest {
    private static final Integer ROUNDS = Integer.getInteger("millrace.kill.rounds");
    private static final long SEED = Long.getLong("millrace.kill.seed", System.nanoTime());
    /** Without a wanted number: as many rounds as fit, but some. */
    private static final int FEWEST_ROUNDS = 3;

    private static final Duration ROUNDS_TIME = Duration.ofSeconds(12);
    private static final int LONGEST_LIFE_MILLIS = Integer.getInteger("millrace.kill.life", 1_000);
    /** Kills during start-up, one after the other, with no life in between. */
    private static final int MOST_STILLBORN = 3;

    /** A shard is forgotten by the moment of its closing, which may be a little before its last record. */
    private static final long TRIM_SLACK_MILLIS = 1_000;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Random random = new Random(SEED);
    private final Ledger ledger = new Ledger();
    private long trimmedBefore;
    private long keptByLastLife = Long.MAX_VALUE;

    @Test
    public void noKillLosesDoublesOrReordersWhatWasAcknowledged() throws Exception {
        System.out.println("seed " + SEED);
        Instant enough = Instant.now().plus(ROUNDS_TIME);
        int round = 0;
        for (; ROUNDS == null ? round < FEWEST_ROUNDS || Instant.now().isBefore(enough) : round < ROUNDS; round++) {
            try {
                live(round);
                for (int i = stillborn(round); i > 0; i--) {
                    killWhileStarting();
                }
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("round " + round + " of seed " + SEED + ": " + e.getMessage(), e);
            }
        }
        try (StreamServiceProcess service = StreamServiceProcess.start(data(), log());
                KinesisClient client = client(service)) {
            noteTrims(keptByLastLife);
            check(client, Long.MAX_VALUE);
        }
        System.out.println(ledger.acknowledgedRecords() + " records acknowledged in " + round + " rounds");
        assertThat(ledger.acknowledgedRecords()).isGreaterThanOrEqualTo(round);
    }

    private int stillborn(int round) {
        // Twice in a row at least once, whatever the choices.
        if (round == 0) {
            return 2;
        }
        return random.nextInt(3) == 0 ? 1 + random.nextInt(MOST_STILLBORN) : 0;
    }

    private void live(int round) throws InterruptedException {
        boolean trims = random.nextInt(3) == 0;
        long kept = trims ? 2_000 + random.nextInt(2_000) : Long.MAX_VALUE;
        String[] options = trims ? new String[] {"--trim-after", kept + "ms"} : new String[0];
        try (StreamServiceProcess service = StreamServiceProcess.start(data(), log(), options);
                KinesisClient client = client(service)) {
            // What expires while nothing runs, by the rule of the life before, is gone as well.
            noteTrims(keptByLastLife);
            keptByLastLife = kept;
            check(client, kept);
            long before = ledger.acknowledgedRecords();
            Churn churn = new Churn(client, ledger, round, random);
            // However slow the machine is: a life in which nothing was acknowledged shows nothing.
            await().atMost(Duration.ofMinutes(1)).until(() -> ledger.acknowledgedRecords() > before);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20 + random.nextInt(LONGEST_LIFE_MILLIS)));
            churn.aboutToKill();
            service.jvm().kill();
            noteTrims(kept);
            assertThat(churn.end()).as("failures before the kill").isEmpty();
        }
    }

    private void check(KinesisClient client, long kept) {
        Map<String, List<StoredShard>> found = StoredShard.all(client);
        noteTrims(kept);
        ledger.check(found, trimmedBefore);
        found.forEach(StoredShard::check);
    }

    private void noteTrims(long kept) {
        if (kept != Long.MAX_VALUE) {
            trimmedBefore = Math.max(trimmedBefore, System.currentTimeMillis() - kept + TRIM_SLACK_MILLIS);
        }
    }

    private void killWhileStarting() throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(new ChildJvm.Command(
                        "stream service",
                        "stream-service",
                        List.of(),
                        List.of("-Xmx256m"),
                        "io.millrace.service.Main",
                        List.of("--data", data().toString(), "--port", "0"),
                        log())
                .line());
        File output = folder.getRoot().toPath().resolve("starting.log").toFile();
        Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        process.waitFor(200 + random.nextInt(800), TimeUnit.MILLISECONDS);
        process.destroyForcibly().waitFor();
    }

    private Path data() {
        return folder.getRoot().toPath().resolve("data");
    }

    private Path log() {
        return folder.getRoot().toPath().resolve("service.log");
    }

    static KinesisClient client(StreamServiceProcess service) {
        return RunningService.impatientClient(service.endpoint());
    }
}
