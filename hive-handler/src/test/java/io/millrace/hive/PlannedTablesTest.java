package io.millrace.hive;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.checkpoint.IterationKey;
import io.millrace.checkpoint.IterationNumber;
import io.millrace.checkpoint.IterationPlan;
import io.millrace.checkpoint.LogicalName;
import io.millrace.checkpoint.StreamIdentity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.Test;

/** What is noted of a query in its settings. */
public class PlannedTablesTest {
    private final Configuration query = new Configuration(false);

    private void note(String stream, long iteration) {
        QueryTable table = QueryTable.of(Map.of("kinesis.stream.name", stream), query);
        String arn = "arn:aws:kinesis:eu-central-1:123456789012:stream/" + stream;
        IterationKey key = new IterationKey(new LogicalName("reader"), arn, new IterationNumber(iteration));
        PlannedTables.note(
                table,
                new IterationPlan(
                        key,
                        new StreamIdentity(arn, Instant.EPOCH),
                        Instant.EPOCH,
                        IterationPlan.State.PLANNED,
                        List.of()),
                query);
    }

    @Test
    public void theNumbersOfAllItsTablesAreKnown() {
        note("clicks", 3);
        note("orders", 3);
        assertThat(PlannedTables.iterations(query)).containsExactly(3L);
        note("owners", 11);
        assertThat(PlannedTables.iterations(query)).containsExactly(3L, 11L);
    }

    @Test
    public void nothingIsLeftForTheNextQueryOfASessionThatSharesItsSettings() {
        query.set("kinesis.checkpoint.logical.name", "reader");
        note("clicks", 3);
        PlannedTables.forget(query);
        assertThat(PlannedTables.iterations(query)).isEmpty();
        assertThat(query.get("kinesis.checkpoint.logical.name")).isEqualTo("reader");
    }
}
