package io.millrace.hive.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.checkpoint.IterationKey;
import io.millrace.checkpoint.IterationNumber;
import io.millrace.checkpoint.LogicalName;
import io.millrace.checkpoint.PlannedIteration;
import io.millrace.hive.table.QueryTable;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.Test;

/** What is noted of a query in its settings. */
public class PlannedTablesTest {
    private final Configuration query = new Configuration(false);

    private void note(String stream, long iteration) {
        QueryTable table = QueryTable.of(Map.of("kinesis.stream.name", stream), query);
        String arn = "arn:aws:kinesis:eu-central-1:123456789012:stream/" + stream;
        IterationKey key = new IterationKey(new LogicalName("reader"), arn, new IterationNumber(iteration));
        PlannedTables.note(table, new PlannedIteration(key, Instant.EPOCH, Optional.empty()), query);
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
