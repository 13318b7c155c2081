package io.millrace.launcher.iterations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.checkpoint.CheckpointStore.Summary;
import io.millrace.checkpoint.IterationKey;
import io.millrace.checkpoint.IterationNumber;
import io.millrace.checkpoint.IterationPlan;
import io.millrace.checkpoint.LogicalName;
import io.millrace.checkpoint.StreamIdentity;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Test;

public class RemovalTest {
    private static final StreamIdentity STREAM =
            new StreamIdentity("arn:aws:kinesis:us-east-1:000000000000:stream/access", Instant.EPOCH);

    @Test
    public void jsonTellsOfNothingThatCouldNotBeRemoved() {
        StringWriter out = new StringWriter();
        Consent consent = new Consent();
        consent.yes = true;

        assertThatThrownBy(() -> Removal.run(
                        Stream.of(2L, 1L).map(RemovalTest::summary).toList(),
                        RemovalTest::removeAllBut1,
                        consent,
                        true,
                        new PrintWriter(out)))
                .hasMessage("1 stays");

        assertThat(out.toString().lines()).singleElement().asString().contains("\"iteration\":2", "\"removed\":true");
    }

    private static void removeAllBut1(List<Summary> removed) {
        for (Summary summary : removed) {
            if (summary.key().number().value() == 1) {
                throw new IllegalStateException("1 stays");
            }
        }
    }

    private static Summary summary(long number) {
        return Summary.of(new IterationPlan(
                new IterationKey(new LogicalName("errors"), STREAM.arn(), new IterationNumber(number)),
                STREAM,
                Instant.EPOCH,
                IterationPlan.State.COMMITTED,
                List.of()));
    }
}
