package io.millrace.service.action;

import io.millrace.service.error.ServiceException.InvalidArgumentException;
import io.millrace.service.error.ServiceException.ResourceInUseException;
import io.millrace.service.stream.Resharding;
import io.millrace.service.stream.Stream;
import io.millrace.service.stream.StreamKey;
import io.millrace.service.stream.StreamSettings;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Member;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Makes a stream whose shards share all hash keys evenly. */
record CreateStream(Streams streams, StreamChanges changes, ShardLimit shardLimit) implements Action {
    private static final int ON_DEMAND_SHARDS = 4;
    /** So many that no client means it, so few that one change holds them. */
    private static final int MOST_SHARDS = 10_000;

    private static final Shape INPUT = Shape.of(
            Members.streamName().needed(),
            Member.number(Members.SHARD_COUNT).atLeast(1),
            Members.modeDetails(),
            Tags.member(),
            Members.warmThroughput(),
            Members.maxRecordKib(),
            Members.recordDistribution());

    @Override
    public Shape input() {
        return INPUT;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        StreamKey key = caller.stream(input.text(Members.STREAM_NAME));
        String mode = input.maybeObject(Members.MODE_DETAILS)
                .map(details -> details.text(Members.MODE))
                .orElse(StreamSettings.PROVISIONED);
        int shards = shardCount(input, mode);
        StreamSettings settings = StreamSettings.defaults(mode)
                .withMaxRecordKib(
                        input.maybeNumber(Members.MAX_RECORD_KIB).orElse(StreamSettings.DEFAULT_MAX_RECORD_KIB))
                .withTags(Tags.checked(key, input.textMap(Tags.TAGS)));
        if (input.has(Members.WARM_THROUGHPUT)) {
            settings = WarmThroughput.change(settings, input.number(Members.WARM_THROUGHPUT));
        }
        if (input.has(Members.RECORD_DISTRIBUTION)) {
            settings = RecordDistribution.change(settings, input.text(Members.RECORD_DISTRIBUTION));
        }
        StreamSettings wanted = settings;
        changes.create(id -> {
            if (streams.maybe(key).isPresent()) {
                throw new ResourceInUseException(key.inMessages() + " already exists.");
            }
            shardLimit.check(key.home(), shards);
            return Resharding.create(Stream.Header.creating(id, key, changes.settling(), wanted), shards);
        });
        return CompletableFuture.completedFuture(Reply.NOTHING);
    }

    private static int shardCount(Input input, String mode) {
        boolean given = input.has(Members.SHARD_COUNT);
        if (mode.equals(StreamSettings.ON_DEMAND)) {
            if (given) {
                throw new InvalidArgumentException("ShardCount must not be given for a stream in ON_DEMAND mode.");
            }
            return ON_DEMAND_SHARDS;
        }
        if (!given) {
            throw new InvalidArgumentException("ShardCount must be given for a stream in PROVISIONED mode.");
        }
        int count = input.number(Members.SHARD_COUNT);
        if (count > MOST_SHARDS) {
            throw new InvalidArgumentException("ShardCount " + count
                    + " is too large: a stream can be created with 1 to " + MOST_SHARDS + " shards.");
        }
        return count;
    }
}
