package io.millrace.hive;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testing.Fault;
import io.millrace.testing.FaultProxy;
import io.millrace.testing.LocalServices;
import io.millrace.testing.Overlap;
import io.millrace.testing.TestStream;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** Statements with transactional tables, with Hive's own transaction manager: an iteration counts when the transaction does. */
public class TransactionsTest {
    @Rule
    public final Inserts inserts = new Inserts();

    private final TestStream input = TestStream.create(1);
    private final HiveSession other = withTransactions(LocalHive.session());
    private final Overlap whileRead = new Overlap(this::abortTransactions);
    private final String table = "sales_" + UUID.randomUUID().toString().replace("-", "");
    private HiveSession hive;

    @Before
    public void putTwoRows() {
        hive = withTransactions(inserts.hive());
        input.put(List.of("1,a", "2,b"));
        hive.run(
                "CREATE TABLE " + table + " (n INT, word STRING) STORED AS ORC TBLPROPERTIES ('transactional'='true')");
    }

    @After
    public void close() {
        other.close();
        whileRead.close();
    }

    private static HiveSession withTransactions(HiveSession session) {
        // Hive 4.0.1 fails when mr reads a transactional table into memory for MERGE.
        return session.set("hive.execution.engine", "mr")
                .set("hive.auto.convert.join", "false")
                .set("hive.support.concurrency", "true")
                .set("hive.txn.manager", "org.apache.hadoop.hive.ql.lockmgr.DbTxnManager");
    }

    /** What the transactions' own timeout does as well. */
    private void abortTransactions() {
        for (String transaction : other.run("SHOW TRANSACTIONS")) {
            if (transaction.contains("|OPEN|")) {
                other.run("ABORT TRANSACTIONS " + transaction.split("\\|", 2)[0]);
            }
        }
    }

    /** Makes the table that is read, by iterations; the transaction of the first statement that reads it is aborted meanwhile. */
    private String readAndAborted() {
        inserts.readIterations(whileRead.tables());
        return inserts.csv(input, "'kinesis.endpoint.url'='" + whileRead.streams() + "'");
    }

    /** Makes the table that is read, by iterations. */
    private String read() {
        inserts.readIterations(LocalServices.get().tables());
        return inserts.csv(input);
    }

    private List<String> rows() {
        return hive.run("SELECT n, word FROM " + table + " ORDER BY n");
    }

    @Test
    public void whatATransactionThatIsAbortedWasToAddIsReadAgain() {
        String load = "INSERT INTO " + table + " SELECT n, word FROM " + readAndAborted();
        assertThat(hive.refusal(load)).contains("aborted the transaction");
        assertThat(rows()).isEmpty();
        input.put(List.of("3,c"));

        hive.run(load);
        assertThat(rows()).containsExactly("1|a", "2|b");
        hive.run(load);
        assertThat(rows()).as("the next iteration").containsExactly("1|a", "2|b", "3|c");
    }

    @Test
    public void theTableThatAnAbortedTransactionWasToFillIsEmptyAndItsIterationIsReadAgain() {
        String from = readAndAborted();
        String create = "CREATE TABLE new_" + table + " STORED AS ORC TBLPROPERTIES ('transactional'='true')"
                + " AS SELECT n, word FROM " + from;
        assertThat(hive.refusal(create)).contains("aborted the transaction");
        assertThat(hive.run("SELECT n FROM new_" + table)).isEmpty();

        hive.run("INSERT INTO " + table + " SELECT n, word FROM " + from);
        assertThat(rows()).containsExactly("1|a", "2|b");
    }

    @Test
    public void theIterationIsCommittedBehindTheTransactionAndAMergeThatIsRepeatedForThatChangesNothing() {
        List<String> whenCommitted = new ArrayList<>();
        try (FaultProxy tables = FaultProxy.before(LocalServices.get().tables())) {
            String from = read();
            hive.set(
                    "kinesis.checkpoint.metastore.endpoint.url",
                    tables.endpoint().toString());
            String merge = "MERGE INTO " + table + " t USING " + from + " s ON t.n = s.n"
                    + " WHEN MATCHED THEN UPDATE SET word = s.word WHEN NOT MATCHED THEN INSERT VALUES (s.n, s.word)";
            tables.on(
                    "TransactWriteItems",
                    call -> {
                        if (call == 0) {
                            whenCommitted.addAll(other.run("SELECT n, word FROM " + table + " ORDER BY n"));
                        }
                        return true;
                    },
                    Fault.error(400, "AccessDeniedException", "no commits today"));

            assertThat(hive.refusal(merge))
                    .contains("its iteration was not committed, so that next reads it again", "no commits today");
            assertThat(whenCommitted).containsExactly("1|a", "2|b");

            tables.heal();
            hive.run(merge);
            assertThat(rows()).containsExactly("1|a", "2|b");
            assertThat(hive.run("SELECT count(*) FROM " + from)).containsExactly("0");
        }
    }

    @Test
    public void updateAndDeleteReadAnIterationEach() {
        String from = read();
        hive.run("INSERT INTO " + table + " VALUES (1, 'x'), (3, 'x'), (4, 'x')");
        hive.run("UPDATE " + table + " SET word = 'y' WHERE n IN (SELECT n FROM " + from + ")");
        input.put(List.of("3,c"));
        hive.run("DELETE FROM " + table + " WHERE n IN (SELECT n FROM " + from + ")");
        assertThat(rows()).containsExactly("1|y", "4|x");
        assertThat(hive.run("SELECT count(*) FROM " + from)).containsExactly("0");
    }

    @Test
    public void aStreamAndATransactionalTableAreWrittenByTwoStatementsOnly() {
        String from = read();
        String to = inserts.csv();
        String copy = " SELECT n, word, " + Inserts.NO_METADATA;
        assertThat(hive.refusal("FROM " + from + " INSERT INTO " + table + " SELECT n, word INSERT INTO " + to + copy))
                .contains("one statement can't write both default." + table, "default." + to, "two statements");
        assertThat(rows()).isEmpty();
        assertThat(inserts.stream().records()).isEmpty();

        hive.run("INSERT INTO " + table + " SELECT n, word FROM " + from);
        input.put(List.of("3,c"));
        hive.set("kinesis.checkpoint.iteration.no", "latest").run("INSERT INTO " + to + copy + " FROM " + from);
        assertThat(rows()).containsExactly("1|a", "2|b");
        assertThat(inserts.stream().payloads()).containsExactlyInAnyOrder("1,a", "2,b");
    }

    @Test
    public void whatHiveWouldLoseOfAPreparedStatementIsNotCommitted() {
        String from = read();
        hive.run("PREPARE load FROM INSERT INTO " + table + " SELECT n, word FROM " + from + " WHERE n > ?");
        assertThat(hive.refusal("EXECUTE load USING 0")).contains("Hive loses what EXECUTE writes", table);

        hive.run("INSERT INTO " + table + " SELECT n, word FROM " + from);
        assertThat(rows()).containsExactly("1|a", "2|b");
    }

    @Test
    public void nothingIsPublishedWhenTheTransactionOfTheTableThatIsReadIsAbortedBefore() {
        String to = inserts.csv();
        inserts.stageInFolder();
        String copy = "INSERT INTO " + to + " SELECT s.n, s.word, " + Inserts.NO_METADATA + " FROM " + readAndAborted()
                + " s LEFT JOIN " + table + " t ON s.n = t.n";
        assertThat(hive.refusal(copy)).contains("could not be put into the stream", "aborted the transaction");
        assertThat(inserts.stream().records()).isEmpty();
        assertThat(inserts.staged()).isEmpty();

        hive.run(copy);
        assertThat(inserts.stream().payloads()).containsExactlyInAnyOrder("1,a", "2,b");
    }
}
