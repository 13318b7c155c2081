package io.millrace.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.client.StreamWriter;
import io.millrace.write.FakeSink;
import io.millrace.write.WriteCounter;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.Rule;
import org.junit.Test;

/** Streams that are deleted and made anew after their records were staged. */
public class StreamMadeAnewTest {
    @Rule
    public final Staged staged = new Staged();

    private final FakeSink sink = new FakeSink();

    @Test
    public void aStreamThatIsAnotherOneByNowIsRefused() throws IOException {
        staged.task("a", Staged.texts("a", 10)).publish(sink);
        FakeSink another = new FakeSink().created(Instant.ofEpochSecond(77));

        assertThatThrownBy(() -> staged.publish(another)).hasMessageContaining("began on another stream");
        assertThat(another.calls()).isEmpty();
    }

    @Test
    public void aStreamThatWasMadeAnewSinceTheJobBeganGetsNothing() throws IOException {
        staged.area.begin(Map.of(Staged.SINK, sink.describe().identity()));
        staged.task("a", Staged.texts("a", 10));
        FakeSink another = new FakeSink().created(Instant.ofEpochSecond(77));

        assertThatThrownBy(() -> staged.publish(another))
                .hasMessageContaining("nothing is published")
                .hasMessageContaining("stream/fake, created at 1970-01-01T00:00:00Z, for which the records are")
                .hasMessageContaining(
                        "now there is one created at 1970-01-01T00:01:17Z. Run the job or statement again");
        assertThat(another.calls()).isEmpty();
        assertThat(staged.area.isInPublication()).isFalse();
        assertThat(staged.publish(sink).count(WriteCounter.RECORDS)).isEqualTo(10);
    }

    @Test
    public void aStreamThatIsMadeAnewWhileItIsWrittenIsNoticedAtTheEnd() throws IOException {
        staged.task("a", Staged.texts("a", 300));
        sink.rule((call, record) -> {
            if (call == 2) {
                sink.created(Instant.ofEpochSecond(77));
            }
            return StreamWriter.Outcome.ACKNOWLEDGED;
        });

        assertThatThrownBy(() -> staged.publish(sink))
                .isInstanceOf(PublishException.class)
                .hasMessageContaining("was deleted and made anew")
                .hasMessageContaining("300 of 300 records were put")
                .hasMessageContaining("and run the job or statement again to put all into the new one");
    }

    @Test
    public void aStreamThatIsMadeAnewWhileItIsWrittenSlowlyGetsAMinutesRecordsAtMost() throws IOException {
        staged.withoutWaiting();
        staged.task("a", Staged.texts("a", 3000));
        sink.rule((call, record) -> {
            if (call == 2) {
                sink.created(Instant.ofEpochSecond(77));
            }
            return StreamWriter.Outcome.ACKNOWLEDGED;
        });

        // That is 10 records a second, in calls of 97.
        assertThatThrownBy(() -> staged.publish(sink, 1, Optional.of(10)))
                .hasMessageContaining("was deleted and made anew");
        assertThat(sink.taken().size()).isBetween(97 * 2, 10 * 60 + 97 * 2);
    }
}
