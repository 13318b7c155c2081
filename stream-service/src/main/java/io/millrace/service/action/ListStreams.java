package io.millrace.service.action;

import io.millrace.service.stream.Stream;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Lists the streams of the caller's account and region by name. */
final class ListStreams implements Action {
    private static final String START = "ExclusiveStartStreamName";
    private static final int DEFAULT_LIMIT = 100;
    private static final Shape INPUT =
            Shape.of(Members.pageSize(Members.LIMIT), Members.name(START), Members.nextToken());

    private final Core core;

    ListStreams(Core core) {
        this.core = core;
    }

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
                .map(token -> PageToken.open(token, PageToken.STREAMS, core)
                        .within(home)
                        .last())
                .or(() -> input.maybeText(START))
                .orElse("");
        List<Stream> rest = core.catalogue().list(caller.home()).stream()
                .filter(stream -> stream.name().compareTo(after) > 0)
                .limit(limit + 1L)
                .toList();
        List<Stream> page = rest.subList(0, Math.min(limit, rest.size()));
        boolean more = rest.size() > page.size();
        String next = more
                ? new PageToken(PageToken.STREAMS, 0, page.get(page.size() - 1).name(), home).seal(core)
                : null;
        return CompletableFuture.completedFuture(out -> out.texts(
                        "StreamNames", page.stream().map(Stream::name).toList())
                .flag("HasMoreStreams", more)
                .text(Members.NEXT_TOKEN, next)
                .objects("StreamSummaries", page, (each, stream) -> {
                    each.text(Members.STREAM_NAME, stream.name())
                            .text(Members.STREAM_ARN, core.arn(stream))
                            .text("StreamStatus", stream.status(core.clock().instant()))
                            .time("StreamCreationTimestamp", stream.created());
                    Descriptions.mode(each, stream);
                }));
    }
}
