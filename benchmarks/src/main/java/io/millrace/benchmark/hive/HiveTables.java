package io.millrace.benchmark.hive;

import io.millrace.benchmark.Lab;
import io.millrace.client.OutgoingRecord;
import io.millrace.write.BatchWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes the same rows as streams and as text files, and the tables that show them. For one thread. */
final class HiveTables {
    /** Text files: a row for each page, to be joined with the rows. */
    static final String PAGES = "pages";

    private static final int SECTIONS = 10;

    private final Lab lab;
    private final JsonRows rows;
    private final Path folder;

    /** @param folder for the files */
    HiveTables(Lab lab, JsonRows rows, Path folder) {
        this.lab = lab;
        this.rows = rows;
        this.folder = folder;
    }

    JsonRows rows() {
        return rows;
    }

    /** Makes a stream and puts rows into it, spread by their keys; the service has no quotas yet. */
    void putStream(String stream, int shards, long count) throws IOException {
        lab.createStream(stream, shards);
        BatchWriter writer = lab.writer(stream);
        for (long i = 0; i < count; i++) {
            writer.put(OutgoingRecord.of(i + 1, JsonRows.key(i), rows.row(i)));
        }
        writer.flush();
    }

    /** Writes rows as lines of text files. */
    void writeFiles(String table, int files, long count) throws IOException {
        Path directory = Files.createDirectories(folder.resolve(table));
        for (int file = 0; file < files; file++) {
            try (OutputStream out =
                    new BufferedOutputStream(Files.newOutputStream(directory.resolve("part-" + file)), 1 << 16)) {
                for (long i = file; i < count; i += files) {
                    out.write(rows.row(i));
                    out.write('\n');
                }
            }
        }
    }

    /** Creates the table of a stream, of the same name. */
    static void createOfStream(HiveSession hive, String stream) {
        hive.run("CREATE EXTERNAL TABLE IF NOT EXISTS " + stream + " (" + JsonRows.COLUMNS + ")"
                + " ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.JsonSerDe'"
                + " STORED BY 'io.millrace.hive.KinesisStorageHandler'"
                + " TBLPROPERTIES ('kinesis.stream.name' = '" + stream + "')");
    }

    /** Creates the table of files that were written. */
    void createOfFiles(HiveSession hive, String table) {
        hive.run("CREATE EXTERNAL TABLE IF NOT EXISTS " + table + " (" + JsonRows.COLUMNS + ")"
                + " ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.JsonSerDe'"
                + " STORED AS TEXTFILE LOCATION '" + folder.resolve(table).toUri() + "'");
    }

    /** Writes and creates {@link #PAGES}. */
    void createPages(HiveSession hive) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < JsonRows.PAGES; i++) {
            lines.append(JsonRows.page(i))
                    .append('\t')
                    .append("section ")
                    .append(i % SECTIONS)
                    .append('\n');
        }
        Path directory = Files.createDirectories(folder.resolve(PAGES));
        Files.writeString(directory.resolve("part-0"), lines);
        hive.run("CREATE EXTERNAL TABLE IF NOT EXISTS " + PAGES + " (page STRING, section STRING)"
                + " ROW FORMAT DELIMITED FIELDS TERMINATED BY '\\t'"
                + " STORED AS TEXTFILE LOCATION '" + directory.toUri() + "'");
    }
}
