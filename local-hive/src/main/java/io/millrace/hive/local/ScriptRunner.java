package io.millrace.hive.local;

import java.io.IOException;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;

/**
 * Runs the statements of a script one after the other on one session, prints what queries return and tells on another
 * stream how far it is. Stops at the first statement that fails. Not thread-safe.
 */
final class ScriptRunner {
    private static final int SHOWN_OF_STATEMENT = 100;

    private final Connection session;
    private final ResultPrinter results;
    private final PrintStream progress;

    /**
     * Runs on a session that the caller closes.
     *
     * @param results gets the rows of each query
     * @param progress gets a line when a statement begins and one when it has ended
     */
    public ScriptRunner(Connection session, ResultPrinter results, PrintStream progress) {
        this.session = session;
        this.results = results;
        this.progress = progress;
    }

    /**
     * Runs the statements.
     *
     * @throws StatementFailedException at the first one that fails or whose rows can't be printed; the later ones have not run
     */
    public void run(List<String> statements) {
        int number = 0;
        for (String statement : statements) {
            number++;
            progress.printf("[%d/%d] %s%n", number, statements.size(), oneLine(statement));
            long begin = System.nanoTime();
            try {
                long rows = run(statement);
                String count = rows < 0 ? "done" : rows == 1 ? "1 row" : rows + " rows";
                progress.printf(Locale.ROOT, "      %s in %.1f s%n", count, (System.nanoTime() - begin) / 1e9);
            } catch (SQLException e) {
                throw StatementFailedException.of(number, statements.size(), oneLine(statement), e);
            } catch (IOException e) {
                throw StatementFailedException.unseen(number, statements.size(), oneLine(statement), e);
            }
        }
    }

    private long run(String statement) throws SQLException, IOException {
        try (Statement running = session.createStatement()) {
            if (!running.execute(statement)) {
                return -1;
            }
            try (ResultSet rows = running.getResultSet()) {
                return results.print(rows);
            }
        }
    }

    private static String oneLine(String statement) {
        String line = statement.replaceAll("\\s+", " ");
        return line.length() <= SHOWN_OF_STATEMENT ? line : line.substring(0, SHOWN_OF_STATEMENT - 3) + "...";
    }
}
