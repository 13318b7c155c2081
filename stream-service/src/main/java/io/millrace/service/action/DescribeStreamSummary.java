package io.millrace.service.action;

import io.millrace.service.stream.Stream;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Describes a stream without its shards. */
record DescribeStreamSummary(Streams streams, InstantSource clock) implements Action {
    private static final Shape INPUT = Shape.of(Members.streamName(), Members.streamArn());

    @Override
    public Shape input() {
        return INPUT;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        Stream stream = streams.find(caller, input);
        Instant now = clock.instant();
        return CompletableFuture.completedFuture(reply -> reply.object("StreamDescriptionSummary", out -> {
            Descriptions.stream(out, stream, now);
            out.number("OpenShardCount", stream.openShards())
                    .number("ConsumerCount", stream.consumers(now).size())
                    .number("ChannelCount", stream.channels(now).size())
                    .number(Members.MAX_RECORD_KIB, stream.settings().maxRecordKib());
            if (stream.settings().isOnDemand()) {
                WarmThroughput.write(out, stream.settings());
                out.text(Members.RECORD_DISTRIBUTION, stream.settings().recordDistribution());
            }
        }));
    }
}
