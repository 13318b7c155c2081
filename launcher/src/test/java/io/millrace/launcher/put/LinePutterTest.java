package io.millrace.launcher.put;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.client.SdkStreamWriter;
import io.millrace.client.StreamException;
import io.millrace.config.StreamReference;
import io.millrace.launcher.UserError;
import io.millrace.write.Backoff;
import io.millrace.write.BatchWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.SequenceInputStream;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.Test;

public class LinePutterTest {
    private final List<Duration> waits = new ArrayList<>();
    private final AtomicLong now = new AtomicLong();
    private FakeKinesis kinesis = new FakeKinesis((call, record) -> false);

    @Test
    public void a_call_holds_500_records_at_most_and_their_order_is_kept() throws IOException {
        List<String> lines = IntStream.range(0, 1201).mapToObj(i -> "line " + i).toList();

        PutSummary summary = put(String.join("\n", lines), false);

        assertThat(kinesis.calls.stream().map(List::size)).containsExactly(500, 500, 201);
        assertThat(kinesis.taken).isEqualTo(lines);
        assertThat(summary.records()).isEqualTo(1201);
        assertThat(summary.bytes())
                .isEqualTo(lines.stream().mapToLong(line -> line.length() + 16).sum());
    }

    @Test
    public void a_call_stays_below_ten_mebibytes() throws IOException {
        String line = "x".repeat(1_000_000);

        put(IntStream.range(0, 12).mapToObj(i -> line).collect(Collectors.joining("\n")), false);

        assertThat(kinesis.calls.stream().map(List::size)).containsExactly(10, 2);
    }

    @Test
    public void only_refused_records_are_sent_again_and_before_later_ones() throws IOException {
        kinesis = new FakeKinesis((call, record) -> call < 3 && (record.equals("b") || record.equals("d")));

        PutSummary summary = put("a\nb\nc\nd\ne", false);

        assertThat(kinesis.calls)
                .containsExactly(List.of("a", "b", "c", "d", "e"), List.of("b", "d"), List.of("b", "d"));
        assertThat(kinesis.taken).containsExactly("a", "c", "e", "b", "d");
        assertThat(summary.repeated()).isEqualTo(4);
        assertThat(waits).hasSize(2).allMatch(wait -> wait.compareTo(Backoff.DEFAULT.longest()) <= 0);
    }

    @Test
    public void a_record_that_is_refused_for_ever_ends_the_put_with_the_reason() {
        kinesis = new FakeKinesis((call, record) -> record.equals("b"));

        assertThatThrownBy(() -> put("a\nb", false))
                .isInstanceOf(StreamException.Throttled.class)
                .hasMessage("the stream refuses 1 records; the last reason: "
                        + "ProvisionedThroughputExceededException (slow down)");
        assertThat(Duration.ofNanos(now.get())).isCloseTo(Backoff.DEFAULT.throttled(), Duration.ofSeconds(10));
        assertThat(kinesis.taken).containsExactly("a");
    }

    @Test
    public void an_empty_line_is_an_error_after_those_before_it_are_put() {
        assertThatThrownBy(() -> put("a\nb\n\nc", false))
                .isInstanceOf(UserError.class)
                .hasMessage("line 3 is empty and makes no record; the lines before it are in the stream."
                        + " --skip-invalid leaves such lines out.");
        assertThat(kinesis.taken).containsExactly("a", "b");
    }

    @Test
    public void a_line_longer_than_a_record_is_an_error_that_says_the_bound() {
        assertThatThrownBy(() -> put("a\n" + "x".repeat(LinePolicy.DEFAULT_BYTES), false))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("line 2 is longer than a record may be (1048576 bytes");
    }

    @Test
    public void invalid_lines_are_counted_when_they_are_left_out() throws IOException {
        PutSummary summary = put("a\n\n" + "x".repeat(LinePolicy.DEFAULT_BYTES + 5) + "\nb\n", true);

        assertThat(kinesis.taken).containsExactly("a", "b");
        assertThat(summary.skipped()).isEqualTo(2);
    }

    @Test
    public void what_a_live_input_has_said_is_put_before_it_is_waited_for() throws IOException {
        List<Integer> takenAtWait = new ArrayList<>();
        InputStream silent = new InputStream() {
            @Override
            public int read() {
                takenAtWait.add(kinesis.taken.size());
                return -1;
            }

            @Override
            public int read(byte[] into, int from, int count) {
                return read();
            }
        };
        InputStream live = new SequenceInputStream(new ByteArrayInputStream("a\nb\n".getBytes(UTF_8)), silent);

        putter(false).putAll(new LineReader(live, 100));

        assertThat(takenAtWait).last().isEqualTo(2);
    }

    private PutSummary put(String input, boolean skipInvalid) throws IOException {
        return putter(skipInvalid)
                .putAll(new LineReader(new ByteArrayInputStream(input.getBytes(UTF_8)), LinePolicy.DEFAULT_BYTES));
    }

    private void pass(Duration wait) {
        waits.add(wait);
        now.addAndGet(wait.toNanos());
    }

    private LinePutter putter(boolean skipInvalid) {
        return new LinePutter(
                SdkStreamWriter.over(kinesis, new StreamReference("access", Optional.empty())),
                new BatchWriter.Pace(now::get, this::pass),
                PartitionKeys.random(),
                new LinePolicy(LinePolicy.DEFAULT_BYTES, skipInvalid),
                new PutProgress(new PrintWriter(new StringWriter()), false, System::nanoTime));
    }
}
