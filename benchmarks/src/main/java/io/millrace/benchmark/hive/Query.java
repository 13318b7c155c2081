package io.millrace.benchmark.hive;

/** The queries that are asked of the stream and of the files. */
enum Query {
    COUNT("SELECT count(*)", "SELECT count(*) FROM %s"),

    GROUP_BY(
            "GROUP BY with a filter",
            "SELECT page, count(*), sum(size), max(note) FROM %s WHERE status >= 500 GROUP BY page"),

    JOIN(
            "join with a small table",
            "SELECT p.section, count(*), sum(r.size) FROM %s r JOIN " + HiveTables.PAGES
                    + " p ON r.page = p.page GROUP BY p.section");

    private final String title;
    private final String sql;

    Query(String title, String sql) {
        this.title = title;
        this.sql = sql;
    }

    String title() {
        return title;
    }

    String of(String table) {
        return String.format(sql, table);
    }
}
