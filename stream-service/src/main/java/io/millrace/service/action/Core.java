package io.millrace.service.action;

import io.millrace.service.error.ServiceException.InvalidArgumentException;
import io.millrace.service.error.ServiceException.LimitExceededException;
import io.millrace.service.error.ServiceException.ResourceInUseException;
import io.millrace.service.error.ServiceException.ResourceNotFoundException;
import io.millrace.service.log.ShardLog;
import io.millrace.service.stream.Catalogue;
import io.millrace.service.stream.Resharding;
import io.millrace.service.stream.Resharding.Settling;
import io.millrace.service.stream.Retention;
import io.millrace.service.stream.Shard;
import io.millrace.service.stream.ShardId;
import io.millrace.service.stream.Stream;
import io.millrace.service.stream.StreamKey;
import io.millrace.service.stream.StreamKey.Home;
import io.millrace.service.stream.StreamSettings;
import io.millrace.service.stream.StreamStatus;
import io.millrace.service.stream.Tokens;
import io.millrace.service.subscription.Subscriptions;
import io.millrace.service.wire.Input;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What all operations share: the catalogue, the log, and how a request names a stream or a shard. Thread-safe.
 */
public record Core(
        Catalogue catalogue,
        ShardLog log,
        Retention retention,
        Subscriptions subscriptions,
        Tokens tokens,
        InstantSource clock,
        Settings settings,
        Traffic traffic) {

    /** The stream that a request names by StreamName, StreamARN or both, and that the caller may use. */
    public StreamKey streamKey(Caller caller, Input input) {
        return access().stream(caller, named(caller, input));
    }

    /** The stream that a request names, whether or not the caller may use it. */
    StreamKey named(Caller caller, Input input) {
        String byName = input.maybeText(Members.STREAM_NAME).orElse(null);
        StreamArn byArn =
                input.maybeText(Members.STREAM_ARN).map(StreamArn::parse).orElse(null);
        if (byArn == null) {
            if (byName == null) {
                throw new InvalidArgumentException("Either StreamName or StreamARN must be given.");
            }
            return caller.home().key(byName);
        }
        if (byName != null && !byName.equals(byArn.name())) {
            throw new InvalidArgumentException("StreamName " + byName + " does not match StreamARN " + byArn + ".");
        }
        return access().named(caller, byArn);
    }

    /** The key of a stream by its ARN, which the caller may use. */
    StreamKey arnKey(Caller caller, StreamArn byArn) {
        return access().stream(caller, access().named(caller, byArn));
    }

    Access access() {
        return new Access(catalogue);
    }

    /** The stream that a request names, in any state. */
    public Stream stream(Caller caller, Input input) {
        StreamKey key = streamKey(caller, input);
        return catalogue.find(key).orElseThrow(missing(key));
    }

    /** The stream that a request names, when records can be put and read. */
    public Stream usableStream(Caller caller, Input input) {
        StreamKey key = streamKey(caller, input);
        return maybeUsable(key).orElseThrow(missing(key));
    }

    Optional<Stream> maybeUsable(StreamKey key) {
        return catalogue.find(key).filter(stream -> stream.isUsable(clock.instant()));
    }

    public Supplier<RuntimeException> missing(StreamKey key) {
        return () -> new ResourceNotFoundException(
                "Stream " + key.name() + " under account " + key.account() + " not found.");
    }

    /** The shard of a stream with an id; one whose records have all expired is not found. */
    public Shard shard(Stream stream, String shardId) {
        return shard(stream, shardIndex(stream.header().key(), shardId));
    }

    /** The same by its index. */
    Shard shard(Stream stream, int index) {
        return maybeShard(stream, index)
                .orElseThrow(() -> shardNotFound(stream.header().key(), ShardId.format(index)));
    }

    Optional<Shard> maybeShard(Stream stream, int index) {
        return Optional.ofNullable(stream.shard(index)).filter(shard -> !retention.isExpired(stream, shard));
    }

    /** The index in the id of a shard, which need not exist: AWS refuses ids that can't be any shard's before all else. */
    int shardIndex(StreamKey key, String shardId) {
        return ShardId.parse(shardId).orElseThrow(() -> shardNotFound(key, shardId));
    }

    private static ResourceNotFoundException shardNotFound(StreamKey key, String shardId) {
        return new ResourceNotFoundException("Could not find shard " + shardId + " in stream " + key.name()
                + " under account " + key.account() + ".");
    }

    /** What reading a shard answers when there is no such shard, or no such stream. */
    static Supplier<RuntimeException> noShard(StreamKey key, int index) {
        return () -> new ResourceNotFoundException("Shard " + ShardId.format(index) + " in stream " + key.name()
                + " under account " + key.account() + " does not exist");
    }

    /** Changes a stream that must be ACTIVE. */
    public void change(Caller caller, Input input, Catalogue.Step step) {
        StreamKey key = streamKey(caller, input);
        catalogue.change(key, missing(key), stream -> {
            StreamStatus status = stream.status(clock.instant());
            if (status != StreamStatus.ACTIVE) {
                throw new ResourceInUseException("Stream " + key.name() + " under account " + key.account()
                        + " not ACTIVE, instead in state " + status);
            }
            return step.apply(stream);
        });
    }

    /** Changes settings of a stream that must be ACTIVE and is UPDATING for a while then. */
    public void changeSettings(Caller caller, Input input, UnaryOperator<StreamSettings> step) {
        change(caller, input, stream -> Resharding.settings(stream, step.apply(stream.settings()), settling()));
    }

    /** The time of a change that happens now. */
    public Settling settling() {
        Instant now = clock.instant();
        return new Settling(now, now.plus(settings.stateDelay()));
    }

    /** Sees that an account may have so many more open shards in a region. */
    public void checkShardLimit(Home home, int more) {
        if (settings.shardLimit().isEmpty()) {
            return;
        }
        int limit = settings.shardLimit().getAsInt();
        int open = catalogue.openShards(home);
        if (open + more > limit) {
            throw new LimitExceededException("This request would exceed the shard limit for the account "
                    + home.account() + " in " + home.region() + ". Current shard count for the account: " + open
                    + ". Limit: " + limit + ". Number of additional shards that would have resulted from this request: "
                    + more + ". Raise the limit with --shard-limit.");
        }
    }

    public String arn(Stream stream) {
        return streamArn(stream).toString();
    }

    StreamArn streamArn(Stream stream) {
        return StreamArn.of(stream.header().key());
    }
}
