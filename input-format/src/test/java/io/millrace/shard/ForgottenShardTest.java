package io.millrace.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.checkpoint.Position;
import io.millrace.checkpoint.Shard;
import io.millrace.client.FakeStream;
import io.millrace.client.StreamException;
import io.millrace.config.Reading.ReadLimits;
import java.util.Map;
import org.junit.Test;

public final class ForgottenShardTest {
    private final FakeStream stream = new FakeStream().put(1, "a").put(2, "b");
    private final KinesisStreamSurvey survey = new KinesisStreamSurvey(stream, new ReadLimits(0, 0));
    private final Map<Shard, Position> question = Map.of(survey.shards().get(0), new Position.TrimHorizon());

    @Test
    public void aShardThatTheStreamForgetsAfterItWasListedHasNoAnswer() {
        stream.forgetShardAfter(0);

        assertThat(survey.reach(question)).isEmpty();
    }

    @Test
    public void aShardThatIsNotFoundAlthoughTheStreamHasItFailsTheSurvey() {
        StreamException.NotFound failure = new StreamException.NotFound("no such shard", null);
        stream.failing(failure);

        assertThatThrownBy(() -> survey.reach(question)).isSameAs(failure);
    }
}
