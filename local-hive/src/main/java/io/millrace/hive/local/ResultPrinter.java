package io.millrace.hive.local;

import java.sql.ResultSet;
import java.sql.SQLException;

/** Shows the rows of a query. */
public interface ResultPrinter {
    /**
     * Prints all rows that are left.
     *
     * @return how many there were
     */
    long print(ResultSet rows) throws SQLException;
}
