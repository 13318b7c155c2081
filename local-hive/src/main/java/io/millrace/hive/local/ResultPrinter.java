package io.millrace.hive.local;

import java.io.IOException;
import java.io.PrintStream;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Shows the rows of a query. */
interface ResultPrinter {
    /**
     * Prints all rows that are left.
     *
     * @return how many there were
     * @throws IOException when what they are printed to did not take them all: its disk is full, or its reader is gone
     */
    long print(ResultSet rows) throws SQLException, IOException;

    /** Sees that everything was taken; a PrintStream keeps that to itself. */
    static void check(PrintStream out) throws IOException {
        if (out.checkError()) {
            throw new IOException(
                    "standard output did not take all of the rows: its disk may be full, or its reader gone");
        }
    }
}
