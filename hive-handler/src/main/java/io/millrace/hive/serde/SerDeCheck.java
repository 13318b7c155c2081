package io.millrace.hive.serde;

import io.millrace.config.BadRecords;
import io.millrace.config.KinesisOptions;
import io.millrace.config.Reading;
import io.millrace.payload.PayloadCheck;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.serde2.SerDeException;

/**
 * Lets the record reader try the table's SerDe on each record. Hive calls the SerDe itself when the record reader has done
 * its work, takes whatever it answers for a row, and fails the task when it throws: only the reader can leave a record
 * out. So where bad records are no failure, each record is read twice. Stateless.
 */
public final class SerDeCheck {
    /** Job property that carries what the SerDe of the table needs to know. */
    private static final String PROPERTY = "millrace.hive.serde";

    private SerDeCheck() {}

    /** Notes the SerDe for the tasks, if they will need it. */
    public static void note(Properties table, Reading reading, Map<String, String> jobProperties) {
        if (reading.badRecords().reaction() == BadRecords.Reaction.FAIL) {
            return;
        }
        Properties kept = new Properties();
        for (String name : table.stringPropertyNames()) {
            // The connector's own are of no use to a SerDe, and among them are secrets.
            if (!name.startsWith(KinesisOptions.PREFIX)) {
                kept.setProperty(name, table.getProperty(name));
            }
        }
        StringWriter text = new StringWriter();
        try {
            kept.store(text, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        jobProperties.put(PROPERTY, text.toString());
    }

    /**
     * The check for the table whose split is read with this job.
     *
     * @throws IOException when the SerDe can't be made
     */
    public static PayloadCheck of(Configuration job, Reading reading) throws IOException {
        String text = job.getRaw(PROPERTY);
        if (text == null || reading.badRecords().reaction() == BadRecords.Reaction.FAIL) {
            return PayloadCheck.NONE;
        }
        Properties table = new Properties();
        table.load(new StringReader(text));
        try {
            UserSerDe serde = UserSerDe.of(job, table);
            return payload -> serde.deserialize(payload.bytes());
        } catch (SerDeException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
