package io.millrace.service.stream;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A reader that is registered with a stream, to have its records pushed and a quota of its own.
 *
 * @param createdMillis when it was registered; its second is part of its ARN
 * @param activeMillis until when it is CREATING
 * @param goneMillis until when it is DELETING; null while nobody deregistered it
 * @param tags the owner's own labels, by key
 * @param policy the resource policy, the text as the owner gave it; null: none
 */
@RecordBuilder
public record Consumer(
        String name,
        long createdMillis,
        long activeMillis,
        Long goneMillis,
        SortedMap<String, String> tags,
        String policy)
        implements ConsumerBuilder.With {

    public Consumer {
        tags = tags == null ? new TreeMap<>() : new TreeMap<>(tags);
    }

    /** The states, named as in the API. */
    public enum Status {
        CREATING,
        ACTIVE,
        DELETING
    }

    public Status status(Instant now) {
        if (goneMillis != null) {
            return Status.DELETING;
        }
        return now.toEpochMilli() < activeMillis ? Status.CREATING : Status.ACTIVE;
    }

    /** Whether it was deregistered and the time of DELETING is over. */
    public boolean isGone(Instant now) {
        return goneMillis != null && now.toEpochMilli() >= goneMillis;
    }

    public Instant created() {
        return Instant.ofEpochMilli(createdMillis);
    }

    public Consumer goneAt(Instant time) {
        return withGoneMillis(time.toEpochMilli());
    }

    public Optional<String> resourcePolicy() {
        return Optional.ofNullable(policy);
    }

    @Override
    public SortedMap<String, String> tags() {
        return new TreeMap<>(tags);
    }
}
