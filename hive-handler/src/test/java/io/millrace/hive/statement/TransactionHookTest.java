package io.millrace.hive.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.checkpoint.CheckpointStore;
import io.millrace.checkpoint.CheckpointStore.Summary;
import io.millrace.checkpoint.IterationPlan.State;
import io.millrace.checkpoint.dynamodb.CheckpointTable;
import io.millrace.checkpoint.dynamodb.DynamoDbCheckpointStore;
import io.millrace.hive.table.QueryTable;
import io.millrace.testing.LocalServices;
import io.millrace.testing.TestStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.conf.HiveConf;
import org.apache.hadoop.hive.ql.HiveDriverRunHookContext;
import org.apache.hadoop.hive.ql.HiveDriverRunHookContextImpl;
import org.apache.hadoop.hive.ql.QueryPlan;
import org.apache.hadoop.hive.ql.metadata.HiveException;
import org.junit.Before;
import org.junit.Test;

/** When the iteration of a statement with a transaction is committed, with the calls that Hive makes around one. */
public class TransactionHookTest {
    private final TestStream stream = TestStream.create(1);
    private final Configuration query = new Configuration(false);
    private final HiveDriverRunHookContext driver = new HiveDriverRunHookContextImpl(query, "MERGE ...");
    private final TransactionHook hook = new TransactionHook();
    private Map<QueryTable, Properties> tables;

    @Before
    public void settings() {
        stream.put(List.of("one"));
        query.set("kinesis.endpoint.url", LocalServices.get().streams().toString());
        query.set("kinesis.endpoint.region", LocalServices.REGION.id());
        query.set("kinesis.accessKey", LocalServices.KEY);
        query.set("kinesis.secretKey", LocalServices.KEY);
        query.set("kinesis.checkpoint.enabled", "true");
        query.set(
                "kinesis.checkpoint.metastore.endpoint.url",
                LocalServices.get().tables().toString());
        query.set("kinesis.checkpoint.metastore.table.name", stream.name());
        query.set("kinesis.checkpoint.logical.name", "merger");
        query.set("kinesis.checkpoint.iteration.no", "next");
        Properties table = new Properties();
        table.setProperty("kinesis.stream.name", stream.name());
        tables = Map.of(QueryTable.of(table, query), table);
    }

    private void plan(Configuration run) throws IOException {
        QueryPlan statement = new QueryPlan();
        statement.setRootTasks(new ArrayList<>());
        QueryStreams.plan(tables, QueryScans.of(new PlanOperators(statement), run), run, true);
    }

    private List<State> states() {
        try (CheckpointStore store =
                DynamoDbCheckpointStore.open(LocalServices.get().dynamoDb(), CheckpointTable.named(stream.name()))) {
            return store.all().stream().map(Summary::state).toList();
        }
    }

    private int task(boolean later) {
        CommitTask task = new CommitTask(tables, later);
        task.setConf(new HiveConf(query, TransactionHookTest.class));
        return task.execute();
    }

    @Test
    public void theIterationIsCommittedWhenTheTransactionHasBeen() throws Exception {
        hook.preDriverRun(driver);
        plan(query);
        boolean later = TransactionHook.commitsLater(tables, Optional.of("default.sales"), query);
        assertThat(later).isTrue();
        assertThat(task(later)).isZero();
        assertThat(states()).containsExactly(State.PLANNED);

        hook.postDriverRun(driver);
        assertThat(states()).containsExactly(State.COMMITTED);
    }

    @Test
    public void oneThatAnotherRunHasCommittedFailsTheStatementBeforeItsTransactionIsCommitted() throws IOException {
        hook.preDriverRun(driver);
        plan(query);
        boolean later = TransactionHook.commitsLater(tables, Optional.of("default.sales"), query);
        Configuration other = new Configuration(query);
        plan(other);
        QueryStreams.read(tables, other).commit();

        assertThat(task(later)).isNotZero();
        assertThatThrownBy(() -> hook.postDriverRun(driver))
                .isInstanceOf(HiveException.class)
                .hasMessageContaining("its iteration was not its own");
    }

    @Test
    public void aStatementThatHiveCompiledBeforeItLookedForHooksCommitsInItsLastTask() throws Exception {
        plan(query);
        assertThat(TransactionHook.commitsLater(tables, Optional.empty(), query))
                .isFalse();
        assertThat(task(false)).isZero();
        assertThat(states()).containsExactly(State.COMMITTED);
        hook.postDriverRun(driver);
        assertThat(states()).containsExactly(State.COMMITTED);
    }

    @Test
    public void oneThatHiveCompiledBeforeAndThatWritesATransactionalTableIsRefused() throws IOException {
        plan(query);
        assertThatThrownBy(() -> TransactionHook.commitsLater(tables, Optional.of("default.sales"), query))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("default.sales after the iteration: SET hive.exec.driver.run.hooks=")
                .hasMessageContaining(TransactionHook.class.getName());
        assertThat(states()).containsExactly(State.PLANNED);
    }
}
