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
 * Another JVM that plans or reads, as a Hadoop client or task would. What it says comes line by line; it waits for a line
 * before it begins, before each plan but the first, and after each record while it reads. Ends with its input.
 */
final class OtherJvm implements Closeable {
    private static final String READY = "ready";
    private static final String PLAN = "plan";
    private static final String READ = "read";
    /** It lives for seconds, and there are many of them. */
    private static final List<String> SMALL = List.of(
            "-Xmx64m",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-XX:+UseSerialGC",
            // The JVM's own warnings would be taken for what it says.
            "-XX:+DisplayVMOutputToStderr",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");

    private final Process process;
    private final BufferedReader says;
    private final OutputStream told;

    private OtherJvm(Process process) {
        this.process = process;
        this.says = process.inputReader(StandardCharsets.UTF_8);
        this.told = process.getOutputStream();
    }

    private void awaitReady() throws IOException {
        String first = says.readLine();
        if (!READY.equals(first)) {
            throw new IOException("the other JVM began with: " + first);
        }
    }

    /** Some that plan jobs, one after the other; their lines are the splits of each, then an empty one. */
    static List<OtherJvm> planning(int count, List<Job> jobs, Path folder) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(PLAN));
        for (Job job : jobs) {
            arguments.add(conf(job, folder));
        }
        List<OtherJvm> started = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            started.add(start(arguments));
        }
        for (OtherJvm each : started) {
            each.awaitReady();
        }
        return started;
    }

    /** One that reads a split of the job; its lines are the records, then an empty one. */
    static OtherJvm reading(Job job, KinesisSplit split, Path folder) throws IOException {
        OtherJvm started = start(List.of(READ, conf(job, folder), encode(split)));
        started.awaitReady();
        return started;
    }

    private static String conf(Job job, Path folder) throws IOException {
        Path file = Files.createTempFile(folder, "job", ".xml");
        try (OutputStream out = Files.newOutputStream(file)) {
            job.conf().writeXml(out);
        }
        return file.toString();
    }

    private static OtherJvm start(List<String> arguments) throws IOException {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(SMALL);
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), OtherJvm.class.getName()));
        line.addAll(arguments);
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

    /** All lines up to the next empty one. */
    List<String> rest() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = next(); line != null && !line.isEmpty(); line = next()) {
            lines.add(line);
        }
        return lines;
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

    /** The other JVM itself: jobs to plan, or a job and a split to read. */
    public static void main(String[] arguments) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println(READY);
        await(in);
        if (arguments[0].equals(READ)) {
            read(conf(arguments[1]), arguments[2], in);
        } else {
            for (String job : List.of(arguments).subList(1, arguments.length)) {
                plan(conf(job), in);
            }
        }
    }

    private static Configuration conf(String file) {
        Configuration conf = new Configuration(false);
        conf.addResource(new org.apache.hadoop.fs.Path(file));
        return conf;
    }

    private static void plan(Configuration conf, BufferedReader in) throws IOException {
        for (KinesisSplit split : JobIteration.plan(conf).splits()) {
            System.out.println(encode(split));
        }
        System.out.println();
        await(in);
    }

    private static void read(Configuration conf, String encoded, BufferedReader in) throws Exception {
        KinesisSplit split = KinesisSplit.read(
                new DataInputStream(new ByteArrayInputStream(HexFormat.of().parseHex(encoded))));
        try (SplitReader reader = SplitReader.open(
                ConnectorConfig.from(conf), split, SplitReader.Host.of(conf), ReadCounter.Meter.NONE)) {
            for (Optional<KinesisRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
                System.out.println(describe(next.get()));
                await(in);
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
