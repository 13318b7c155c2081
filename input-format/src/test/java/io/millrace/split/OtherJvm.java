package io.millrace.split;

import io.millrace.client.ReadCounter;
import io.millrace.config.ConnectorConfig;
import io.millrace.read.KinesisRecord;
import io.millrace.read.SplitReader;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * A second JVM that plans or reads, as a Hadoop client or task would. What it says comes line by line; it waits for a line
 * before it begins, and after each record while it reads. Ends with its input.
 */
final class OtherJvm implements Closeable {
    private static final String READY = "ready";

    private final Process process;
    private final BufferedReader says;
    private final OutputStream told;

    private OtherJvm(Process process) throws IOException {
        this.process = process;
        this.says = process.inputReader(StandardCharsets.UTF_8);
        this.told = process.getOutputStream();
        String first = says.readLine();
        if (!READY.equals(first)) {
            throw new IOException("the other JVM began with: " + first);
        }
    }

    /** One that plans the job; its lines are the splits, then an empty one. */
    static OtherJvm planning(Job job, Path folder) throws IOException {
        return start(conf(job, folder));
    }

    /** One that reads a split of the job; its lines are the records, then an empty one. */
    static OtherJvm reading(Job job, KinesisSplit split, Path folder) throws IOException {
        return start(conf(job, folder), encode(split));
    }

    private static String conf(Job job, Path folder) throws IOException {
        Path file = Files.createTempFile(folder, "job", ".xml");
        try (OutputStream out = Files.newOutputStream(file)) {
            job.conf().writeXml(out);
        }
        return file.toString();
    }

    private static OtherJvm start(String... arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                OtherJvm.class.getName()));
        line.addAll(List.of(arguments));
        return new OtherJvm(new ProcessBuilder(line)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Lets it take its next step. */
    void go() throws IOException {
        told.write('\n');
        told.flush();
    }

    /** The next line; null when it has died. */
    String next() throws IOException {
        return says.readLine();
    }

    /** All lines up to the empty one; it takes as many steps as it needs. */
    List<String> all() throws IOException {
        List<String> lines = new ArrayList<>();
        go();
        for (String line = next(); !line.isEmpty(); line = next()) {
            lines.add(line);
            go();
        }
        return lines;
    }

    /** As {@code kill -9}; tells its exit code. */
    int kill() throws InterruptedException {
        return process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    static String encode(KinesisSplit split) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        split.write(new DataOutputStream(bytes));
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    static String describe(KinesisRecord record) {
        return record.sequenceNumber() + "." + record.subSequenceNumber() + " " + record.partitionKey();
    }

    /** The other JVM itself: a job's settings, and a split to read. */
    public static void main(String[] arguments) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Configuration conf = new Configuration(false);
        conf.addResource(new org.apache.hadoop.fs.Path(arguments[0]));
        System.out.println(READY);
        await(in);
        if (arguments.length == 1) {
            for (KinesisSplit split : JobIteration.plan(conf).splits()) {
                System.out.println(encode(split));
            }
        } else {
            KinesisSplit split = KinesisSplit.read(
                    new DataInputStream(new ByteArrayInputStream(HexFormat.of().parseHex(arguments[1]))));
            try (SplitReader reader = SplitReader.open(ConnectorConfig.from(conf), split, ReadCounter.Meter.NONE)) {
                for (Optional<KinesisRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
                    System.out.println(describe(next.get()));
                    await(in);
                }
            }
        }
        System.out.println();
        await(in);
    }

    private static void await(BufferedReader in) throws IOException {
        if (in.readLine() == null) {
            System.exit(1);
        }
    }
}
