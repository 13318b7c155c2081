package io.millrace.cascading;

import static io.millrace.cascading.Flows.LINE;
import static io.millrace.cascading.Flows.tap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cascading.flow.Flow;
import cascading.flow.FlowDef;
import cascading.flow.FlowException;
import cascading.flow.FlowListener;
import cascading.flow.local.LocalFlowConnector;
import cascading.operation.regex.RegexParser;
import cascading.pipe.Each;
import cascading.pipe.GroupBy;
import cascading.pipe.Pipe;
import cascading.tap.local.hadoop.LocalHfsAdaptor;
import cascading.tuple.Fields;
import io.millrace.testing.LocalServices;
import io.millrace.testing.Overlap;
import io.millrace.testing.TestStream;
import java.io.IOException;
import java.util.List;
import java.util.Properties;
import org.junit.Rule;
import org.junit.Test;

/** Flows that read iterations: what is committed, and what a flow gets that is run again. */
public class FlowIterationsTest {
    private static final String PAGE_AND_STATUS = "^\\S+ (\\S+) (\\d{3})$";
    private static final String ALL = "^(?:\\S+ )?(\\S+)( .*)?$";

    @Rule
    public final Flows flows = new Flows();

    private final TestStream stream = flows.stream();

    @Test
    public void aFlowThatFailsCommitsAndPutsNothingAndTheNextOneReadsTheSame() throws IOException {
        TestStream copy = TestStream.create(2);
        Properties properties = flows.checkpoints("next");
        stream.put(List.of("GET /a 404", "broken"));
        assertThatThrownBy(() -> flows.run(copy(copy, PAGE_AND_STATUS), properties));
        assertThat(copy.keysAndPayloads()).isEmpty();

        // Nobody listens to this one.
        new LocalFlowConnector(properties)
                .connect(copy(TestStream.create(1), ALL))
                .complete();

        flows.run(copy(copy, ALL), properties);
        stream.put(List.of("GET /b 500"));
        flows.run(copy(copy, PAGE_AND_STATUS), properties);
        flows.run(copy(copy, PAGE_AND_STATUS), properties);

        assertThat(copy.keysAndPayloads())
                .containsExactlyInAnyOrder("/a: GET /a 404", "broken: broken", "/b: GET /b 500");
    }

    @Test
    public void severalStreamsShareANumberedIterationThatIsReadAgain() throws IOException {
        TestStream other = TestStream.create(1);
        Properties properties = flows.checkpoints("0");
        stream.put(List.of("one"));
        other.put(List.of("eins"));
        for (int i = 0; i < 2; i++) {
            flows.run(both(other), properties);
            assertThat(flows.lines("result")).containsExactlyInAnyOrder("one", "eins");
            stream.put(List.of("two"));
        }
        // The flows above have committed it, so this is the one after it, for both.
        properties.setProperty("kinesis.checkpoint.iteration.no", "next");
        flows.run(both(other), properties);

        assertThat(flows.lines("result")).containsExactly("two", "two");
    }

    @Test
    public void ofTwoFlowsThatOverlapTheLaterOneFailsAndPutsNothing() {
        TestStream copy = TestStream.create(1);
        stream.put(List.of("one", "two"));
        Properties properties = flows.checkpoints("next");
        try (Overlap overlap = new Overlap(() -> flows.run(copy(flows.source(), copy, ALL), properties))) {
            Properties slow = new Properties();
            slow.putAll(properties);
            slow.setProperty(
                    "kinesis.checkpoint.metastore.endpoint.url",
                    overlap.tables().toString());
            KinesisHadoopTap source =
                    flows.source().set("kinesis.endpoint.url", overlap.streams().toString());

            assertThatThrownBy(() -> flows.run(copy(source, copy, ALL), slow))
                    .hasStackTraceContaining("was committed by another run");
        }
        assertThat(copy.keysAndPayloads()).containsExactlyInAnyOrder("one: one", "two: two");
        flows.run(copy(copy, ALL), properties);
        assertThat(copy.keysAndPayloads()).hasSize(2);
    }

    @Test
    public void aCommitThatFailsFailsTheFlow() throws IOException {
        Properties properties = flows.checkpoints("next");
        stream.put(List.of("one"));
        Flow<?> flow = new LocalFlowConnector(properties).connect(Flows.copy(flows.source(), flows.file("result")));
        flow.addListener(new FlowListener() {
            @Override
            public void onStarting(@SuppressWarnings("rawtypes") Flow started) {}

            @Override
            public void onStopping(@SuppressWarnings("rawtypes") Flow stopped) {}

            @Override
            public void onCompleted(@SuppressWarnings("rawtypes") Flow completed) {
                LocalServices.get().dropTable(properties.getProperty("kinesis.checkpoint.metastore.table.name"));
            }

            @Override
            public boolean onThrowable(@SuppressWarnings("rawtypes") Flow failed, Throwable failure) {
                return false;
            }
        });
        flow.addListener(new FlowIterations());

        // All that Cascading says; the reason is in its log.
        assertThatThrownBy(flow::complete)
                .isInstanceOf(FlowException.class)
                .hasMessageContaining("unhandled listener exception");
    }

    /** Puts each line into another stream, with what the expression finds first as partition key. */
    private FlowDef copy(TestStream to, String expression) {
        return copy(flows.source(), to, expression);
    }

    private static FlowDef copy(KinesisHadoopTap from, TestStream to, String expression) {
        Pipe pages = new Each(
                "copy", LINE, new RegexParser(new Fields("page", "rest"), expression), new Fields("page", "line"));
        KinesisHadoopScheme scheme = new KinesisHadoopScheme(new Fields("page", "line")).setPartitionKeyField("page");
        return FlowDef.flowDef()
                .addSource("copy", new LocalHfsAdaptor(from))
                .addTailSink(pages, new LocalHfsAdaptor(tap(scheme, to)));
    }

    private FlowDef both(TestStream other) {
        Pipe[] pipes = {new Pipe("one"), new Pipe("other")};
        return FlowDef.flowDef()
                .addSource("one", new LocalHfsAdaptor(flows.source()))
                .addSource("other", new LocalHfsAdaptor(tap(new KinesisHadoopScheme(LINE), other)))
                .addTailSink(new GroupBy("both", pipes, LINE), flows.file("result"));
    }
}
