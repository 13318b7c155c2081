package io.millrace.hive;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testing.TestStream;
import io.millrace.testing.TestStream.Acknowledged;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** {@code load-parquet.hql} as it is, and its files as DuckDB reads them. */
public class ParquetLoadTest {
    private static final List<String> LINES = AccessLog.lines();

    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    @Test
    public void anotherEngineReadsEachIterationsFiles() throws Exception {
        TestStream access = TestStream.create(3);
        Path folder = temp.getRoot().toPath().resolve("access_parquet");
        List<String> expected = new ArrayList<>();
        try (HiveSession hive = LocalHive.session()) {
            hive.run("CREATE DATABASE parquet_" + access.name());
            hive.run("USE parquet_" + access.name());
            hive.set("hivevar:stream", access.name());
            hive.set("hivevar:folder", folder.toUri().toString());
            Examples.run(hive, "create-tables.hql");
            int half = LINES.size() / 2;
            for (List<String> lines : List.of(LINES.subList(0, half), LINES.subList(half, LINES.size()))) {
                int iteration = expected.isEmpty() ? 0 : 1;
                for (Acknowledged record : access.put(lines)) {
                    expected.add(row(iteration, record));
                }
                hive.set("hive.execution.engine", iteration == 0 ? "mr" : "tez");
                Examples.run(hive, "load-parquet.hql");
            }
        }

        assertThat(duckDb("SELECT iteration_no, shard_id, sequence_number, client, page, status FROM read_parquet('"
                        + folder + "/*/0*', hive_partitioning = true)"))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    private static String row(int iteration, Acknowledged record) {
        Optional<AccessLog.Line> line = AccessLog.Line.of(record.data());
        return iteration + "|" + record.shard() + "|" + record.sequenceNumber() + "|"
                + line.map(AccessLog.Line::client).orElse(null) + "|"
                + line.map(AccessLog.Line::page).orElse(null) + "|"
                + line.map(one -> Integer.toString(one.status())).orElse(null);
    }

    private static List<String> duckDb(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= columns; column++) {
                    row.add(String.valueOf(result.getString(column)));
                }
                rows.add(String.join("|", row));
            }
        }
        return rows;
    }
}
