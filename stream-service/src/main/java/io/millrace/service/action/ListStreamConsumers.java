package io.millrace.service.action;

import io.millrace.service.stream.Consumer;
import io.millrace.service.stream.Stream;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Member;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Lists the consumers of a stream by name. */
record ListStreamConsumers(Streams streams, PageTokens tokens, InstantSource clock) implements Action {
    private static final String MAX_RESULTS = "MaxResults";
    private static final int DEFAULT_LIMIT = 100;
    private static final Shape INPUT = Shape.of(
            Members.streamArn().needed(),
            Members.nextToken(),
            Members.pageSize(MAX_RESULTS),
            Member.time("StreamCreationTimestamp"));

    @Override
    public Shape input() {
        return INPUT;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        Stream stream = streams.find(caller, input);
        checkCreated(stream, input);
        int limit = input.maybeNumber(MAX_RESULTS).orElse(DEFAULT_LIMIT);
        String after = input.maybeText(Members.NEXT_TOKEN)
                .map(token -> tokens.open(token, PageToken.CONSUMERS))
                .map(token -> token.of(stream.header().id()).last())
                .orElse("");
        List<Consumer> rest = stream.consumers(clock.instant()).stream()
                .filter(one -> one.name().compareTo(after) > 0)
                .sorted(Comparator.comparing(Consumer::name))
                .toList();
        List<Consumer> page = rest.subList(0, Math.min(limit, rest.size()));
        String next = page.size() < rest.size()
                ? tokens.seal(new PageToken(
                        PageToken.CONSUMERS,
                        stream.header().id(),
                        page.get(page.size() - 1).name(),
                        ""))
                : null;
        return CompletableFuture.completedFuture(out -> out.objects(
                        "Consumers",
                        page,
                        (each, one) -> Consumers.write(each, new Consumers.Found(stream, one), clock.instant()))
                .text(Members.NEXT_TOKEN, next));
    }

    private void checkCreated(Stream stream, Input input) {
        boolean another = input.maybeTime("StreamCreationTimestamp")
                .filter(time -> time.getEpochSecond() != stream.created().getEpochSecond())
                .isPresent();
        if (another) {
            throw Streams.missing(stream.header().key()).get();
        }
    }
}
