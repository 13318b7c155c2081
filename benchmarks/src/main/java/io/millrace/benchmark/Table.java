package io.millrace.benchmark;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** A table in Markdown that grows row by row, aligned when printed. Not thread-safe. */
public final class Table {
    private final String title;
    private final List<List<String>> rows = new ArrayList<>();

    public Table(String title, String... columns) {
        this.title = title;
        rows.add(List.of(columns));
    }

    /** Adds a row with as many cells as there are columns. */
    public void row(String... cells) {
        if (cells.length != rows.get(0).size()) {
            throw new IllegalArgumentException(cells.length + " cells for columns " + rows.get(0));
        }
        rows.add(List.of(cells));
    }

    public void print(PrintStream out) {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        out.println();
        out.println(title);
        out.println();
        printRow(out, rows.get(0), widths, ' ');
        List<String> line = new ArrayList<>();
        for (int width : widths) {
            line.add("-".repeat(width));
        }
        printRow(out, line, widths, '-');
        rows.subList(1, rows.size()).forEach(row -> printRow(out, row, widths, ' '));
        out.flush();
    }

    private static void printRow(PrintStream out, List<String> cells, int[] widths, char pad) {
        StringBuilder text = new StringBuilder("|");
        for (int i = 0; i < widths.length; i++) {
            text.append(pad).append(cells.get(i));
            text.append(String.valueOf(pad).repeat(widths[i] - cells.get(i).length()));
            text.append(pad).append('|');
        }
        out.println(text);
    }
}
