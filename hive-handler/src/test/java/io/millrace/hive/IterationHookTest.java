package io.millrace.hive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.hadoop.hive.ql.parse.HiveParser;
import org.apache.hadoop.hive.ql.plan.HiveOperation;
import org.junit.Test;

/** Which statements have their streams planned and committed. That they do is shown by {@link IterationTest} and {@link TransactionsTest}. */
public class IterationHookTest {
    @Test
    public void statementsThatChangeATableByWhatTheyReadAreAmongThem() {
        Map<String, Integer> statements = Map.of(
                "MERGE", HiveParser.TOK_MERGE,
                "UPDATE", HiveParser.TOK_UPDATE_TABLE,
                "DELETE", HiveParser.TOK_DELETE_FROM);
        statements.forEach((name, token) -> assertThat(IterationHook.reads(HiveOperation.operationForToken(token)))
                .as(name)
                .isTrue());
    }

    @Test
    public void thoseThatOnlyLookAtATableAreNot() {
        assertThat(IterationHook.reads(HiveOperation.DESCTABLE)).isFalse();
        assertThat(IterationHook.reads(HiveOperation.ALTERTABLE_PROPERTIES)).isFalse();
        assertThat(IterationHook.reads(HiveOperation.ANALYZE_TABLE)).isFalse();
    }
}
