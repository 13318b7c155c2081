package io.millrace.launcher.quickstart;

import io.millrace.hive.local.Script;
import io.millrace.launcher.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A session on the quickstart's HiveServer2. Not thread-safe. */
final class HiveSession implements AutoCloseable {
    private final Connection connection;
    private final Ticker ticker;

    HiveSession(Connection connection, Ticker ticker) {
        this.connection = connection;
        this.ticker = ticker;
    }

    /**
     * Runs a file of statements.
     *
     * @param variables what {@code ${hivevar:NAME}} stands for in it
     * @return the rows of each query in it, in order
     * @throws UserError when a statement fails; the later ones have not run
     */
    List<ResultTable> run(Path file, Map<String, String> variables) throws Exception {
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            execute("SET hivevar:" + variable.getKey() + "=" + variable.getValue());
        }
        return runAll(Script.statements(read(file)));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UserError("cannot read " + file, e);
        }
    }

    private List<ResultTable> runAll(List<String> statements) throws Exception {
        List<ResultTable> tables = new ArrayList<>();
        int number = 0;
        for (String statement : statements) {
            number++;
            String what = "Hive runs statement " + number + " of " + statements.size();
            ResultTable table = ticker.during(what, () -> execute(statement));
            if (table != null) {
                tables.add(table);
            }
        }
        return tables;
    }

    /** Runs one statement; null when it has no rows to give. */
    ResultTable execute(String statement) {
        try (Statement running = connection.createStatement()) {
            if (!running.execute(statement)) {
                return null;
            }
            try (ResultSet results = running.getResultSet()) {
                return ResultTable.read(results);
            }
        } catch (SQLException e) {
            throw new UserError("Hive could not run\n" + statement + "\n" + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
