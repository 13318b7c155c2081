package io.millrace.hive.local;

import java.io.IOException;
import java.io.PrintStream;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A line per row, columns separated by tabs, NULL for no value, as Hive's own command line prints them: for programs.
 * Values are not escaped.
 */
final class TabSeparated implements ResultPrinter {
    private final PrintStream out;

    public TabSeparated(PrintStream out) {
        this.out = out;
    }

    @Override
    public long print(ResultSet rows) throws SQLException, IOException {
        int columns = rows.getMetaData().getColumnCount();
        long count = 0;
        while (rows.next()) {
            StringBuilder line = new StringBuilder();
            for (int column = 1; column <= columns; column++) {
                line.append(column == 1 ? "" : "\t").append(String.valueOf(rows.getString(column)));
            }
            out.println(line);
            count++;
        }
        ResultPrinter.check(out);
        return count;
    }
}
