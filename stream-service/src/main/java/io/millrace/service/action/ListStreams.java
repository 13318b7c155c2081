package io.millrace.service.action;

import io.millrace.service.stream.Stream;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Lists the streams of the caller's account and region by name. */
record ListStreams(Streams streams, PageTokens tokens, InstantSource clock) implements Action {
    private static final String START = "ExclusiveStartStreamName";
    private static final int DEFAULT_LIMIT = 100;
    private static final Shape INPUT =
            Shape.of(Members.pageSize(Members.LIMIT), Members.name(START), Members.nextToken());

    @Override
    public Shape input() {
        return INPUT;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        caller.checkAllStreams();
        int limit = input.maybeNumber(Members.LIMIT).orElse(DEFAULT_LIMIT);
        String home = caller.account() + "/" + caller.region();
        String after = input.maybeText(Members.NEXT_TOKEN)
                .map(token -> tokens.open(token, PageToken.STREAMS).within(home).last())
                .or(() -> input.maybeText(START))
                .orElse("");
        List<Stream> rest = streams.list(caller.home()).stream()
                .filter(stream -> stream.name().compareTo(after) > 0)
                .limit(limit + 1L)
                .toList();
        List<Stream> page = rest.subList(0, Math.min(limit, rest.size()));
        boolean more = rest.size() > page.size();
        String next = more
                ? tokens.seal(new PageToken(
                        PageToken.STREAMS, 0, page.get(page.size() - 1).name(), home))
                : null;
        return CompletableFuture.completedFuture(
                out -> out.texts("StreamNames", page.stream().map(Stream::name).toList())
                        .flag("HasMoreStreams", more)
                        .text(Members.NEXT_TOKEN, next)
                        .objects("StreamSummaries", page, (each, stream) -> {
                            each.text(Members.STREAM_NAME, stream.name())
                                    .text(Members.STREAM_ARN, StreamArn.of(stream))
                                    .text("StreamStatus", stream.status(clock.instant()))
                                    .time("StreamCreationTimestamp", stream.created());
                            Descriptions.mode(each, stream);
                        }));
    }
}
