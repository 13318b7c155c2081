package io.millrace.hive;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.checkpoint.CheckpointStore;
import io.millrace.checkpoint.CheckpointStore.Summary;
import io.millrace.checkpoint.IterationPlan;
import io.millrace.checkpoint.dynamodb.CheckpointTable;
import io.millrace.checkpoint.dynamodb.DynamoDbCheckpointStore;
import io.millrace.testing.Fault;
import io.millrace.testing.FaultProxy;
import io.millrace.testing.LocalServices;
import io.millrace.testing.TestStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.Test;

/** examples/hql/scheduled-load.hql, run by HiveServer2's own scheduler. */
public class ScheduledLoadTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final TestStream access = TestStream.create(2);

    @Test
    public void aScheduledQueryLoadsEachRecordOnceAndAFailedRunMovesNothing() throws Exception {
        List<String> lines = AccessLog.lines().subList(0, 90);
        try (HiveSession hive = LocalHive.session();
                FaultProxy dynamoDb = FaultProxy.before(LocalServices.get().tables())) {
            hive.set("hivevar:stream", access.name());
            // Only when this test says so, and not at the ten minutes' end if that comes just now.
            hive.set("hive.scheduled.queries.create.as.enabled", "false");
            Examples.run(hive, "scheduled-load.hql");
            try {
                hive.run("ALTER SCHEDULED QUERY load_access_archive CRON '0 0 0 1 1 ? 2099'");
                hive.run("ALTER SCHEDULED QUERY load_access_archive ENABLE");
                hive.run("ALTER TABLE access_log_next SET TBLPROPERTIES ('kinesis.endpoint.url'='"
                        + LocalServices.get().streams() + "', 'kinesis.checkpoint.metastore.endpoint.url'='"
                        + dynamoDb.endpoint() + "')");
                access.put(lines.subList(0, 30));
                execute(hive);
                await(() -> states().equals(List.of(IterationPlan.State.COMMITTED)));

                access.put(lines.subList(30, 60));
                dynamoDb.heal();
                // The first one stores the plan, the second one commits.
                dynamoDb.on(
                        "TransactWriteItems",
                        call -> call > 0,
                        Fault.error(400, "AccessDeniedException", "no writing today"));
                execute(hive);
                await(() -> Collections.frequency(dynamoDb.operations(), "TransactWriteItems") > 1);
                access.put(lines.subList(60, 90));
                assertThat(states()).containsExactly(IterationPlan.State.COMMITTED, IterationPlan.State.PLANNED);

                dynamoDb.heal();
                for (int iterations = 2; iterations <= 3; iterations++) {
                    int committed = iterations;
                    execute(hive);
                    await(() -> states().size() == committed && !states().contains(IterationPlan.State.PLANNED));
                }
                assertThat(hive.run("SELECT iteration_no, count(*), count(DISTINCT sequence_number)"
                                + " FROM access_archive GROUP BY iteration_no ORDER BY iteration_no"))
                        .containsExactly("0|30|30", "1|30|30", "2|30|30");
                assertThat(hive.run("SELECT client, page FROM access_archive WHERE client IS NOT NULL"))
                        .containsExactlyInAnyOrderElementsOf(clientsAndPages(lines));
            } finally {
                hive.run("DROP SCHEDULED QUERY load_access_archive");
                hive.run("DROP FUNCTION iteration_number");
                hive.run("DROP TABLE access_log_next");
                hive.run("DROP TABLE access_archive");
            }
        }
    }

    private static void execute(HiveSession hive) {
        hive.run("ALTER SCHEDULED QUERY load_access_archive EXECUTE");
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(PATIENCE).until(condition);
    }

    private static List<String> clientsAndPages(List<String> lines) {
        List<String> rows = new ArrayList<>();
        AccessLog.parsed(lines).forEach(line -> rows.add(line.client() + "|" + line.page()));
        return rows;
    }

    /** Those of the stream's iterations, in order. */
    private List<IterationPlan.State> states() {
        try (CheckpointStore store = DynamoDbCheckpointStore.open(
                LocalServices.get().dynamoDb(), CheckpointTable.named("millrace_iterations"))) {
            return store.all().stream()
                    .filter(summary -> summary.stream().name().equals(access.name()))
                    .map(Summary::state)
                    .toList();
        }
    }
}
