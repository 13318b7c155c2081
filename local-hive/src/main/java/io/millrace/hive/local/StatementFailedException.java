package io.millrace.hive.local;

import java.sql.SQLException;

/** A statement of a script failed. The message says which one and why. */
public final class StatementFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StatementFailedException(int number, int of, String statement, SQLException cause) {
        super("statement " + number + " of " + of + " failed: " + statement + "\n" + cause.getMessage(), cause);
    }
}
