package io.millrace.pig;

import io.millrace.testing.LocalServices;
import io.millrace.testing.TestStream;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Properties;
import org.apache.pig.ExecType;
import org.apache.pig.PigServer;
import org.apache.pig.backend.executionengine.ExecJob;
import org.apache.pig.data.Tuple;

/** Runs scripts in local mode. */
final class PigScript {
    private PigScript() {}

    /** What the relation {@code result} holds. */
    static List<Tuple> run(File temp, String... lines) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("pig.temp.dir", temp.toString());
        PigServer pig = new PigServer(ExecType.LOCAL, properties);
        try {
            pig.setBatchOn();
            pig.registerScript(new ByteArrayInputStream(String.join("\n", lines).getBytes(StandardCharsets.UTF_8)));
            List<Tuple> result = new ArrayList<>();
            for (Iterator<Tuple> tuples = pig.openIterator("result"); tuples.hasNext(); ) {
                result.add(tuples.next());
            }
            return result;
        } finally {
            pig.shutdown();
        }
    }

    /**
     * Whether all jobs of the script ended well.
     *
     * @param staging where records for streams are staged
     */
    static boolean store(File temp, Path staging, String... lines) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("pig.temp.dir", temp.toString());
        properties.setProperty("kinesis.write.staging.dir", staging.toString());
        PigServer pig = new PigServer(ExecType.LOCAL, properties);
        try {
            pig.setBatchOn();
            pig.registerScript(new ByteArrayInputStream(String.join("\n", lines).getBytes(StandardCharsets.UTF_8)));
            return pig.executeBatch().stream().allMatch(job -> job.getStatus() == ExecJob.JOB_STATUS.COMPLETED);
        } finally {
            pig.shutdown();
        }
    }

    /** A LOAD without its AS; the settings say {@code 'key=value'} each. */
    static String load(TestStream stream, String... settings) {
        return "LOAD '" + stream.name() + "' USING io.millrace.pig.KinesisStreamLoader(" + connection()
                + String.join(
                        "",
                        List.of(settings).stream()
                                .map(setting -> ", '" + setting + "'")
                                .toList()) + ")";
    }

    static String connection() {
        return connection(LocalServices.get().streams());
    }

    static String connection(URI endpoint) {
        return "'kinesis.endpoint.url=" + endpoint + "', 'kinesis.endpoint.region=us-east-1',"
                + " 'kinesis.accessKey=test', 'kinesis.secretKey=test'";
    }
}
