package io.millrace.hive.local;

import java.io.IOException;
import java.io.PrintStream;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

/**
 * A table with a heading and aligned columns, numbers to the right: for people. Long results are aligned a thousand
 * rows at a time, so that memory stays bounded.
 */
final class AlignedTable implements ResultPrinter {
    private static final int ROWS_AT_A_TIME = 1000;

    private final PrintStream out;

    public AlignedTable(PrintStream out) {
        this.out = out;
    }

    @Override
    public long print(ResultSet rows) throws SQLException, IOException {
        Columns columns = Columns.of(rows.getMetaData());
        long count = 0;
        List<List<String>> page = new ArrayList<>();
        while (rows.next()) {
            List<String> row = new ArrayList<>();
            for (int column = 1; column <= columns.names().size(); column++) {
                row.add(String.valueOf(rows.getString(column)));
            }
            page.add(row);
            count++;
            if (page.size() == ROWS_AT_A_TIME) {
                print(columns, page);
                page.clear();
            }
        }
        if (!page.isEmpty() || count == 0) {
            print(columns, page);
        }
        ResultPrinter.check(out);
        return count;
    }

    private void print(Columns columns, List<List<String>> rows) {
        int[] widths = new int[columns.names().size()];
        widen(widths, columns.names());
        rows.forEach(row -> widen(widths, row));
        out.println(line(columns.names(), widths, columns.numeric()));
        List<String> rule = new ArrayList<>();
        for (int width : widths) {
            rule.add("-".repeat(width));
        }
        out.println(line(rule, widths, columns.numeric()));
        rows.forEach(row -> out.println(line(row, widths, columns.numeric())));
    }

    private static void widen(int[] widths, List<String> cells) {
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], cells.get(i).length());
        }
    }

    private static String line(List<String> cells, int[] widths, List<Boolean> numeric) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String space = " ".repeat(widths[i] - cells.get(i).length());
            line.append(i == 0 ? "" : "  ");
            line.append(numeric.get(i) ? space + cells.get(i) : cells.get(i) + space);
        }
        return line.toString().stripTrailing();
    }

    private record Columns(List<String> names, List<Boolean> numeric) {
        static Columns of(ResultSetMetaData data) throws SQLException {
            List<String> names = new ArrayList<>();
            List<Boolean> numeric = new ArrayList<>();
            for (int column = 1; column <= data.getColumnCount(); column++) {
                String name = data.getColumnLabel(column);
                names.add(name.substring(name.lastIndexOf('.') + 1));
                numeric.add(isNumeric(data.getColumnType(column)));
            }
            return new Columns(names, numeric);
        }

        private static boolean isNumeric(int type) {
            return switch (type) {
                case Types.TINYINT,
                        Types.SMALLINT,
                        Types.INTEGER,
                        Types.BIGINT,
                        Types.FLOAT,
                        Types.DOUBLE,
                        Types.DECIMAL -> true;
                default -> false;
            };
        }
    }
}
