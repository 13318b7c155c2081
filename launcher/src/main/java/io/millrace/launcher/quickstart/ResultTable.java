package io.millrace.launcher.quickstart;

import io.millrace.launcher.text.TextTable;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * The rows of a query, as text.
 *
 * @param columns their names, without the table's
 * @param rows a value per column, null for NULL
 */
record ResultTable(List<String> columns, List<List<String>> rows) {

    static ResultTable read(ResultSet results) throws SQLException {
        ResultSetMetaData meta = results.getMetaData();
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            String label = meta.getColumnLabel(i);
            columns.add(label.substring(label.lastIndexOf('.') + 1));
        }
        List<List<String>> rows = new ArrayList<>();
        while (results.next()) {
            List<String> row = new ArrayList<>();
            for (int i = 1; i <= columns.size(); i++) {
                row.add(results.getString(i));
            }
            rows.add(Collections.unmodifiableList(row));
        }
        return new ResultTable(List.copyOf(columns), List.copyOf(rows));
    }

    /** The table for people. */
    List<String> lines() {
        TextTable table = new TextTable(
                columns.stream().map(name -> name.toUpperCase(Locale.ROOT)).toList());
        rows.forEach(row -> table.add(row.toArray()));
        return table.lines();
    }
}
