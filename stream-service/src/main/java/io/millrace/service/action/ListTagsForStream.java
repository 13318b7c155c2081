package io.millrace.service.action;

import io.millrace.service.wire.Input;
import io.millrace.service.wire.Member;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Lists the tags of a stream, page by page in the order of their keys. */
record ListTagsForStream(Streams streams) implements Action {
    private static final String START = "ExclusiveStartTagKey";
    private static final Shape INPUT = Shape.of(
            Members.streamName(),
            Tags.startKey(START),
            Member.number(Members.LIMIT).range(1, Tags.MOST),
            Members.streamArn());

    @Override
    public Shape input() {
        return INPUT;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        String after = input.maybeText(START).orElse("");
        List<Map.Entry<String, String>> rest = streams.find(caller, input).settings().tags().entrySet().stream()
                .filter(tag -> tag.getKey().compareTo(after) > 0)
                .toList();
        int limit = Math.min(rest.size(), input.maybeNumber(Members.LIMIT).orElse(Tags.MOST));
        return CompletableFuture.completedFuture(out -> {
            Tags.write(out, rest.subList(0, limit));
            out.flag("HasMoreTags", limit < rest.size());
        });
    }
}
