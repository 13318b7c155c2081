package io.millrace.launcher.text;

import java.util.ArrayList;
import java.util.List;

/** Rows of text under a heading, in columns as wide as their widest cell. Not thread-safe. */
public final class TextTable {
    private static final String GAP = "  ";

    private final List<String> heading;
    private final List<List<String>> rows = new ArrayList<>();

    public TextTable(String... heading) {
        this(List.of(heading));
    }

    public TextTable(List<String> heading) {
        this.heading = List.copyOf(heading);
    }

    /** Adds a row; a missing value is given as null and shown as "-". */
    public void add(Object... cells) {
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(cell == null ? "-" : cell.toString());
        }
        if (row.size() != heading.size()) {
            throw new IllegalArgumentException(row.size() + " cells for " + heading.size() + " columns");
        }
        rows.add(row);
    }

    /** The table, a line each for the heading, the rule and the rows; without line ends. */
    public List<String> lines() {
        int[] widths = widths();
        List<String> lines = new ArrayList<>();
        lines.add(line(heading, widths));
        List<String> rule = new ArrayList<>();
        for (int width : widths) {
            rule.add("-".repeat(width));
        }
        lines.add(line(rule, widths));
        rows.forEach(row -> lines.add(line(row, widths)));
        return lines;
    }

    @Override
    public String toString() {
        return String.join(System.lineSeparator(), lines());
    }

    private int[] widths() {
        int[] widths = heading.stream().mapToInt(String::length).toArray();
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return widths;
    }

    private String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = cells.get(i);
            String padding = " ".repeat(widths[i] - cell.length());
            line.append(i == 0 ? "" : GAP).append(numeric(i) ? padding + cell : cell + padding);
        }
        return line.toString().stripTrailing();
    }

    private boolean numeric(int column) {
        return !rows.isEmpty() && rows.stream().map(row -> row.get(column)).allMatch(TextTable::isNumber);
    }

    private static boolean isNumber(String cell) {
        return cell.equals("-") || cell.matches("[\\d,]+");
    }
}
