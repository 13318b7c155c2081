package io.millrace.checkpoint.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import io.millrace.checkpoint.CheckpointException;
import io.millrace.checkpoint.FakeStream;
import io.millrace.checkpoint.FakeTime;
import io.millrace.checkpoint.IterationPlanner;
import io.millrace.checkpoint.Requests;
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What happens after a user deleted old iterations from the table. */
public class RemovedIterationsTest {
    private final CheckpointTable table = LocalTable.fresh();
    private final DynamoDbCheckpointStore store = LocalTable.open(table);
    private final FakeTime time = new FakeTime();
    private final FakeStream stream = new FakeStream("clicks", time::instant);
    private final IterationPlanner planner = new IterationPlanner(store, time, time);

    @Before
    public void planThreeIterationsAndRemoveTheFirstTwo() {
        stream.put(stream.open());
        try (DynamoDbClient client = LocalTable.client()) {
            for (long number = 0; number < 3; number++) {
                planner.plan(Requests.number(number), stream);
            }
            for (long number = 0; number < 2; number++) {
                String range = ItemKeys.header(Plans.key(number));
                client.deleteItem(request -> request.tableName(table.name())
                        .key(Map.of(table.hashKey(), fromS(Requests.READER.value()), table.rangeKey(), fromS(range))));
            }
        }
    }

    @After
    public void close() {
        store.close();
    }

    @Test
    public void aRemovedIterationIsNotPlannedAnew() {
        for (long number = 0; number < 2; number++) {
            long removed = number;
            assertThatThrownBy(() -> planner.plan(Requests.number(removed), stream))
                    .isInstanceOf(CheckpointException.IterationGap.class)
                    .hasMessageContaining("iteration " + removed + " of logical name 'top-errors'")
                    .hasMessageContaining("only iteration 2 exists")
                    .hasMessageContaining("or for 3, the next new one");
        }
    }

    @Test
    public void theNextIterationGoesOnFromTheNewestOne() {
        assertThat(planner.plan(Requests.number(3), stream).shardsWithRecords()).isZero();
        assertThat(planner.plan(Requests.next(), stream).key()).isEqualTo(Plans.key(2));
    }
}
