package io.millrace.service.action;

import io.millrace.service.stream.Stream;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Member;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** What the two operations on shard level metrics have in common. */
final class EnhancedMonitoring {
    static final String METRICS = "ShardLevelMetrics";

    private static final String ALL = "ALL";
    private static final List<String> NAMES = List.of(
            "IncomingBytes",
            "IncomingRecords",
            "IteratorAgeMilliseconds",
            "OutgoingBytes",
            "OutgoingRecords",
            "ReadProvisionedThroughputExceeded",
            "WriteProvisionedThroughputExceeded");

    static final Shape INPUT = Shape.of(
            Members.streamName(),
            Member.texts(METRICS).length(1, NAMES.size()).eachOneOf(allowed()).needed(),
            Members.streamArn());

    private EnhancedMonitoring() {}

    private static String[] allowed() {
        List<String> allowed = new ArrayList<>(NAMES);
        allowed.add(ALL);
        return allowed.toArray(new String[0]);
    }

    /**
     * Changes the metrics of a stream and tells those before and after.
     *
     * @param step is given the metrics of the stream, to be changed, and those that the request names
     */
    static Reply change(
            StreamChanges changes, Caller caller, Input input, BiConsumer<List<String>, List<String>> step) {
        List<String> named = input.texts(METRICS).contains(ALL) ? NAMES : input.texts(METRICS);
        List<String> before = new ArrayList<>();
        Stream stream = changes.changeSettings(caller, input, settings -> {
            before.addAll(settings.shardLevelMetrics());
            List<String> after = new ArrayList<>(before);
            step.accept(after, named);
            return settings.withShardLevelMetrics(after);
        });
        return out -> out.text(Members.STREAM_NAME, stream.name())
                .texts("CurrentShardLevelMetrics", before)
                .texts("DesiredShardLevelMetrics", stream.settings().shardLevelMetrics())
                .text(Members.STREAM_ARN, StreamArn.of(stream));
    }
}
