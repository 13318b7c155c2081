package io.millrace.service.action;

import io.millrace.service.stream.Stream;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Describes a stream without its shards. */
final class DescribeStreamSummary implements Action {
    private static final Shape INPUT = Shape.of(Members.streamName(), Members.streamArn());

    private final Core core;

    DescribeStreamSummary(Core core) {
        this.core = core;
    }

    @Override
    public Shape input() {
        return INPUT;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        Stream stream = core.stream(caller, input);
        return CompletableFuture.completedFuture(reply -> reply.object("StreamDescriptionSummary", out -> {
            Descriptions.stream(out, stream, core);
            out.number("OpenShardCount", stream.openShards())
                    .number(
                            "ConsumerCount",
                            stream.consumers(core.clock().instant()).size())
                    .number(
                            "ChannelCount",
                            stream.channels(core.clock().instant()).size())
                    .number(Members.MAX_RECORD_KIB, stream.settings().maxRecordKib());
            if (stream.settings().isOnDemand()) {
                WarmThroughput.write(out, stream.settings());
                out.text(Members.RECORD_DISTRIBUTION, stream.settings().recordDistribution());
            }
        }));
    }
}
