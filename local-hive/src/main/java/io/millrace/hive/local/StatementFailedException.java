package io.millrace.hive.local;

import java.io.IOException;
import java.sql.SQLException;

/** A statement of a script failed. The message says which one and why. */
final class StatementFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private StatementFailedException(int number, int of, String what, String statement, Exception cause) {
        super("statement " + number + " of " + of + " " + what + ": " + statement + "\n" + cause.getMessage(), cause);
    }

    static StatementFailedException of(int number, int of, String statement, SQLException cause) {
        return new StatementFailedException(number, of, "failed", statement, cause);
    }

    /** It ran, but whoever wants to see its rows has not got them. */
    static StatementFailedException unseen(int number, int of, String statement, IOException cause) {
        return new StatementFailedException(
                number,
                of,
                "ran, so that an iteration which it read is committed (ask for it by its number), but its rows are lost",
                statement,
                cause);
    }
}
