package io.millrace.pig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.testing.LocalServices;
import io.millrace.testing.Overlap;
import io.millrace.testing.TestStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pig.ExecType;
import org.apache.pig.PigServer;
import org.apache.pig.data.Tuple;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Pig scripts in local mode against the stream service and DynamoDB Local. */
public class KinesisStreamLoaderTest {
    private static final String ALL = "result = FOREACH lines GENERATE line;";

    @ClassRule
    public static final TemporaryFolder TEMP = new TemporaryFolder();

    private final String table = "iterations-" + UUID.randomUUID();
    private TestStream stream;

    @Before
    public void createStream() {
        stream = TestStream.create(2);
    }

    @Test
    public void aScriptReadsWhatTheStreamHolds() throws IOException {
        put("200 /a", "404 /b", "404 /c");

        assertThat(run(
                        "lines = LOAD '" + stream.name() + "' USING io.millrace.pig.KinesisStreamLoader(" + connection()
                                + ") AS (line:chararray);",
                        "result = FILTER lines BY STARTSWITH(line, '404');"))
                .containsExactlyInAnyOrder("404 /b", "404 /c");
    }

    @Test
    public void iterationsAreReadOneAfterAnotherAndAgainByLinesAfterTheLoad() throws IOException {
        put("first", "second");
        assertThat(iteration(0)).containsExactlyInAnyOrder("first", "second");
        put("third");

        assertThat(iteration(1)).containsExactly("third");
        assertThat(iteration(0)).containsExactlyInAnyOrder("first", "second");
    }

    @Test
    public void existingScriptsUseTheOldName() throws IOException {
        put("a line");

        assertThat(run("result = LOAD '" + stream.name() + "' USING com.amazon.emr.kinesis.pig.KinesisStreamLoader("
                        + connection() + ") AS (line:chararray);"))
                .containsExactly("a line");
    }

    @Test
    public void aMistypedSettingIsNamedWithTheRightOne() throws IOException {
        assertThatThrownBy(() -> run("result = LOAD '" + stream.name() + "' USING io.millrace.pig.KinesisStreamLoader("
                        + connection() + ", 'kinesis.record.batchsize=5') AS (line:chararray);"))
                .hasStackTraceContaining("kinesis.record.batchsize")
                .hasStackTraceContaining("kinesis.records.batchsize");
    }

    @Test
    public void aSettingWithoutAValueIsRefused() {
        assertThatThrownBy(() -> new KinesisStreamLoader("kinesis.stream.name"))
                .hasMessage("'kinesis.stream.name' is not a setting of KinesisStreamLoader: write 'key=value'");
        assertThatThrownBy(() -> new KinesisStreamLoader("a=1", "a=2"))
                .hasMessage("KinesisStreamLoader got a twice, as '1' and as '2'");
    }

    @Test
    public void nextMovesOnOnlyAfterAScriptThatEndedWell() throws IOException {
        put("one");
        assertThatThrownBy(() -> next("result = FOREACH lines GENERATE line; ASSERT result BY line == 'two';"));
        put("two");

        assertThat(next(ALL)).containsExactly("one");
        assertThat(next(ALL)).containsExactly("two");
        assertThat(next(ALL)).isEmpty();
    }

    @Test
    public void aScriptFailsWhenItsIterationCantBeCommitted() throws IOException {
        put("one");

        assertThatThrownBy(() -> next("DEFINE drop io.millrace.pig.DropTable('" + table
                        + "'); result = FOREACH lines GENERATE drop(line);"))
                .hasStackTraceContaining("does not exist, and creating it is switched off");

        assertThat(next(ALL)).containsExactly("one");
    }

    @Test
    public void aStreamThatIsLoadedTwiceHasOnePlanAndIsCommittedOnce() throws IOException {
        put("one", "two");
        assertThat(next("again = " + load(stream) + "; grouped = GROUP lines BY line;"
                        + " joined = JOIN grouped BY group, again BY line;"
                        + " result = FOREACH joined GENERATE again::line;"))
                .containsExactlyInAnyOrder("one", "two");
        put("three");
        assertThat(next(ALL)).containsExactly("three");
    }

    @Test
    public void twoStreamsOfAScriptAreCommittedTogether() throws IOException {
        TestStream other = TestStream.create(1);
        put("one");
        other.put(List.of("eins"));
        String both = "others = " + load(other) + "; result = UNION lines, others;";
        assertThatThrownBy(() -> next(both + " ASSERT result BY line == 'none';"));
        put("two");
        other.put(List.of("zwei"));

        assertThat(next(both)).containsExactlyInAnyOrder("one", "eins");
        assertThat(next(both)).containsExactlyInAnyOrder("two", "zwei");
    }

    @Test
    public void ofTwoScriptsThatOverlapTheLaterOneFailsAndSaysSo() throws IOException {
        put("one", "two");
        AtomicReference<List<String>> fast = new AtomicReference<>();
        try (Overlap overlap = new Overlap(() -> fast.set(nextUnchecked()))) {
            assertThatThrownBy(() -> iteration("next", ALL, overlap.streams(), overlap.tables()))
                    .hasStackTraceContaining("iteration 0 of")
                    .hasStackTraceContaining("was committed by another run");
        }
        assertThat(fast.get()).containsExactlyInAnyOrder("one", "two");
        assertThat(next(ALL)).isEmpty();
    }

    private List<String> nextUnchecked() {
        try {
            return next(ALL);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String load(TestStream stream) {
        return load(stream, LocalServices.get().streams());
    }

    private static String load(TestStream stream, URI endpoint) {
        return "LOAD '" + stream.name() + "' USING io.millrace.pig.KinesisStreamLoader(" + connection(endpoint)
                + ") AS (line:chararray)";
    }

    /** What a script on the next iteration answers; {@code lines} is the stream, {@code result} the answer. */
    private List<String> next(String script) throws IOException {
        return iteration("next", script);
    }

    private List<String> iteration(int number) throws IOException {
        return iteration(Integer.toString(number), ALL);
    }

    private List<String> iteration(String choice, String script) throws IOException {
        return iteration(
                choice,
                script,
                LocalServices.get().streams(),
                LocalServices.get().tables());
    }

    private List<String> iteration(String choice, String script, URI streams, URI tables) throws IOException {
        return run(
                "lines = " + load(stream, streams) + ";",
                script,
                "set kinesis.checkpoint.enabled true;",
                "set kinesis.checkpoint.metastore.table.name '" + table + "';",
                "set kinesis.checkpoint.metastore.endpoint.url '" + tables + "';",
                "set kinesis.checkpoint.logical.name pig;",
                "set kinesis.checkpoint.iteration.no " + choice + ";");
    }

    private static String connection() {
        return connection(LocalServices.get().streams());
    }

    private static String connection(URI endpoint) {
        return "'kinesis.endpoint.url=" + endpoint + "', 'kinesis.endpoint.region=us-east-1',"
                + " 'kinesis.accessKey=test', 'kinesis.secretKey=test'";
    }

    private static List<String> run(String... lines) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("pig.temp.dir", TEMP.newFolder().toString());
        PigServer pig = new PigServer(ExecType.LOCAL, properties);
        try {
            pig.setBatchOn();
            pig.registerScript(new java.io.ByteArrayInputStream(
                    String.join("\n", lines).getBytes(java.nio.charset.StandardCharsets.UTF_8)));
            List<String> values = new ArrayList<>();
            for (Iterator<Tuple> tuples = pig.openIterator("result"); tuples.hasNext(); ) {
                values.add((String) tuples.next().get(0));
            }
            return values;
        } finally {
            pig.shutdown();
        }
    }

    private void put(String... lines) {
        stream.put(List.of(lines));
    }
}
