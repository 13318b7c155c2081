package io.millrace.service.channel;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The delivery of a stream's records into objects of a bucket. Kept with the stream; immutable.
 *
 * @param id twelve hexadecimal digits, chosen at random
 * @param createdMillis when it was created
 * @param fromMillis what arrived earlier is not delivered: when it became ACTIVE
 * @param firstShard index of the first shard that the stream did not have when the channel was created; those are delivered
 *     from their beginning
 * @param state which state it shows until when
 * @param tags the owner's own labels, by key
 */
@RecordBuilder
public record Channel(
        String id,
        String name,
        long createdMillis,
        long fromMillis,
        int firstShard,
        State state,
        Source source,
        Destination destination,
        Logging logging,
        SortedMap<String, String> tags)
        implements ChannelBuilder.With {

    public Channel {
        tags = tags == null ? new TreeMap<>() : new TreeMap<>(tags);
    }

    /**
     * A state that passes.
     *
     * @param transition CREATING, UPDATING or DELETING
     * @param settlesMillis until when; after that the channel is ACTIVE, FAILED or gone
     * @param failure why the channel delivers nothing; null: it does
     */
    public record State(ChannelStatus transition, long settlesMillis, String failure) {}

    /**
     * What is delivered.
     *
     * @param role ARN of an IAM role; kept and told, nothing else
     * @param format of the records, as in the API
     * @param schema ARN of a schema; null: none
     */
    public record Source(String role, RecordFormat format, String schema) {}

    /**
     * The wish for a log in CloudWatch; kept and told, nothing else.
     *
     * @param group null when the owner named none
     * @param stream null when the owner named none
     */
    public record Logging(boolean enabled, String group, String stream) {
        /** What a channel has whose owner said nothing. */
        public static final Logging OFF = new Logging(false, null, null);

        private static final String DEFAULT_STREAM = "DestinationDelivery";

        /** The log group, as the API's documentation fills it in for an owner who named none. */
        public String groupOf(Channel channel) {
            return group != null ? group : "/aws/kinesis/" + channel.name() + "/" + channel.id();
        }

        public String streamOrDefault() {
            return stream != null ? stream : DEFAULT_STREAM;
        }
    }

    /** Its state at a time. */
    public ChannelStatus status(Instant now) {
        if (now.toEpochMilli() < state.settlesMillis()) {
            return state.transition();
        }
        return state.failure() == null ? ChannelStatus.ACTIVE : ChannelStatus.FAILED;
    }

    /** Whether it was deleted and the time of DELETING is over. */
    public boolean isGone(Instant now) {
        return state.transition() == ChannelStatus.DELETING && now.toEpochMilli() >= state.settlesMillis();
    }

    /** Whether records are to be delivered. */
    public boolean delivers(Instant now) {
        ChannelStatus status = status(now);
        return !isGone(now) && (status == ChannelStatus.ACTIVE || status == ChannelStatus.UPDATING);
    }

    /** Why it delivers nothing; empty unless it is FAILED. */
    public Optional<String> statusReason(Instant now) {
        return status(now) == ChannelStatus.FAILED ? Optional.of(state.failure()) : Optional.empty();
    }

    public Instant created() {
        return Instant.ofEpochMilli(createdMillis);
    }

    /** With other settings, UPDATING until a time. */
    public Channel updated(Destination otherDestination, Logging otherLogging, Instant until) {
        return with().destination(otherDestination)
                .logging(otherLogging)
                .state(new State(ChannelStatus.UPDATING, until.toEpochMilli(), state.failure()))
                .build();
    }

    /** DELETING until a time. */
    public Channel goneAt(Instant until) {
        return withState(new State(ChannelStatus.DELETING, until.toEpochMilli(), state.failure()));
    }

    @Override
    public SortedMap<String, String> tags() {
        return new TreeMap<>(tags);
    }
}
