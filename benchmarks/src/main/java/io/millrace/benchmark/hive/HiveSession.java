package io.millrace.benchmark.hive;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A session on the benchmark's HiveServer2. Not thread-safe. */
final class HiveSession implements AutoCloseable {
    private final Connection connection;

    HiveSession(Connection connection) {
        this.connection = connection;
    }

    /**
     * What a query gave.
     *
     * @param rows as text, in ascending order, so that answers can be compared
     * @param seconds until the last row was there
     */
    record Answer(List<String> rows, double seconds) {
        Answer {
            rows = List.copyOf(rows);
        }

        /**
         * Checks that this is the answer to the same question.
         *
         * @throws IllegalStateException when it is not
         */
        void mustBe(List<String> expected, String what) {
            if (!rows.equals(expected)) {
                throw new IllegalStateException(what + " answered\n" + rows + "\ninstead of\n" + expected);
            }
        }
    }

    HiveSession set(String key, Object value) {
        run("SET " + key + "=" + value);
        return this;
    }

    /** Runs one statement; its answer has no rows when it is no query. */
    Answer run(String sql) {
        long start = System.nanoTime();
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            if (statement.execute(sql)) {
                try (ResultSet results = statement.getResultSet()) {
                    while (results.next()) {
                        rows.add(row(results));
                    }
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Hive could not run\n" + sql + "\n" + e.getMessage(), e);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        Collections.sort(rows);
        return new Answer(rows, seconds);
    }

    private static String row(ResultSet results) throws SQLException {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= results.getMetaData().getColumnCount(); i++) {
            values.add(results.getString(i));
        }
        return String.join("|", values);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException("the session did not end well: " + e.getMessage(), e);
        }
    }
}
