package io.millrace.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.Test;

public class ReaderImportTest {
    private final FakeTime time = new FakeTime();
    private final FakeStream stream = new FakeStream("clicks", time::instant);

    @Test
    public void aShardThatIsForgottenWhileItIsSurveyedIsALossAndInNoPlan() {
        ShardId known = stream.open();
        SequenceNumber processed = stream.put(known);
        stream.split(known);
        stream.beforeReach(() -> stream.unlist(known));

        ReaderImport.Imported imported = ReaderImport.survey(
                new LogicalName("reader"),
                Map.of(known, new ReaderImport.Left(Optional.of(new Position.After(processed)), false)),
                stream,
                time.instant());

        assertThat(imported.losses())
                .containsExactly(
                        "shard " + known + ": the stream no longer lists it, and it was not processed to its end");
        assertThat(imported.plan().shards())
                .extracting(ShardPlan::shard)
                .containsExactly(FakeStream.id(1), FakeStream.id(2));
    }
}
