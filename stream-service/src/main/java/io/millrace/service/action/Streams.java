package io.millrace.service.action;

import io.millrace.service.error.ServiceException.InvalidArgumentException;
import io.millrace.service.error.ServiceException.ResourceInUseException;
import io.millrace.service.error.ServiceException.ResourceNotFoundException;
import io.millrace.service.stream.Catalogue;
import io.millrace.service.stream.Stream;
import io.millrace.service.stream.StreamKey;
import io.millrace.service.stream.StreamKey.Home;
import io.millrace.service.stream.StreamStatus;
import io.millrace.service.wire.Input;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The streams: how a request names one, which of them the caller may use, and what there is. Thread-safe. */
record Streams(Catalogue catalogue, Access access, InstantSource clock) {
    /** The stream that a request names by StreamName, StreamARN or both, and that the caller may use. */
    StreamKey key(Caller caller, Input input) {
        return allowed(caller, named(caller, input));
    }

    /** The key of a stream by its ARN, which the caller may use. */
    StreamKey key(Caller caller, StreamArn arn) {
        return allowed(caller, named(caller, arn));
    }

    /**
     * The key itself.
     *
     * @throws io.millrace.service.error.ServiceException.AccessDeniedException when the caller may not use that stream
     */
    StreamKey allowed(Caller caller, StreamKey key) {
        return access.stream(caller, key);
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
        return named(caller, byArn);
    }

    /** The stream of an ARN, whether or not the caller may use it. */
    StreamKey named(Caller caller, StreamArn arn) {
        return access.named(caller, arn);
    }

    /** The stream that a request names, in any state. */
    Stream find(Caller caller, Input input) {
        return find(key(caller, input));
    }

    /** The stream that a request names, when records can be put and read. */
    Stream usable(Caller caller, Input input) {
        StreamKey key = key(caller, input);
        return maybeUsable(key).orElseThrow(missing(key));
    }

    /** The stream with a key, in any state. */
    Stream find(StreamKey key) {
        return maybe(key).orElseThrow(missing(key));
    }

    /** The same; empty when there is none. */
    Optional<Stream> maybe(StreamKey key) {
        return catalogue.find(key);
    }

    /** The stream with a key, when records can be put and read. */
    Optional<Stream> maybeUsable(StreamKey key) {
        return maybe(key).filter(this::isUsable);
    }

    /**
     * The stream with a number that a client was given in an iterator or token, whether or not the caller may use it;
     * empty when it is gone or can't be told to that caller.
     */
    Optional<Stream> numbered(Caller caller, long id) {
        return numbered(id)
                .filter(found -> access.reaches(caller, found.header().key()));
    }

    /** The stream with a number, whoever asks; empty when it is gone. */
    Optional<Stream> numbered(long id) {
        return catalogue.find(id);
    }

    /** All streams of an account and region. */
    List<Stream> list(Home home) {
        return catalogue.list(home);
    }

    /** Open shards of all streams of an account and region. */
    int openShards(Home home) {
        return catalogue.openShards(home);
    }

    /** Whether records can be put into it and read from it now. */
    boolean isUsable(Stream stream) {
        return stream.isUsable(clock.instant());
    }

    /** Sees that a stream can be changed now. */
    void checkActive(Stream stream) {
        StreamStatus status = stream.status(clock.instant());
        if (status != StreamStatus.ACTIVE) {
            throw new ResourceInUseException(stream.inMessages() + " not ACTIVE, instead in state " + status);
        }
    }

    static Supplier<RuntimeException> missing(StreamKey key) {
        return () -> new ResourceNotFoundException(key.inMessages() + " not found.");
    }
}
