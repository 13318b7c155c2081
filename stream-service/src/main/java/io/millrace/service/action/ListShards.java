package io.millrace.service.action;

import io.millrace.service.error.ServiceException.InvalidArgumentException;
import io.millrace.service.error.ServiceException.ResourceInUseException;
import io.millrace.service.error.ServiceException.ResourceNotFoundException;
import io.millrace.service.stream.Retention;
import io.millrace.service.stream.Shard;
import io.millrace.service.stream.Stream;
import io.millrace.service.stream.StreamKey;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Member;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** Lists shards in the order of their creation, closed ones included until their records have expired. */
record ListShards(Streams streams, Retention retention, PageTokens tokens, InstantSource clock) implements Action {
    private static final String START = "ExclusiveStartShardId";
    private static final String MAX_RESULTS = "MaxResults";
    private static final String CREATED = "StreamCreationTimestamp";
    private static final String FILTER = "ShardFilter";
    private static final int MOST_RESULTS = 1000;
    private static final Shape INPUT = Shape.of(
            Members.streamName(),
            Members.nextToken(),
            Members.name(START),
            Members.pageSize(MAX_RESULTS),
            Member.time(CREATED),
            Member.object(FILTER, ShardFilter.SHAPE),
            Members.streamArn());

    @Override
    public Shape input() {
        return INPUT;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        Page page = input.has(Members.NEXT_TOKEN) ? nextPage(caller, input) : firstPage(caller, input);
        int limit = Math.min(MOST_RESULTS, input.maybeNumber(MAX_RESULTS).orElse(MOST_RESULTS));
        Predicate<Shard> wanted = page.filter().over(page.stream(), retention.horizon(page.stream()));
        List<Shard> rest = page.stream().shardsAfter(page.after()).values().stream()
                .filter(wanted)
                .limit(limit + 1L)
                .toList();
        List<Shard> shown = rest.subList(0, Math.min(limit, rest.size()));
        String next = rest.size() > shown.size() ? token(page, shown.get(shown.size() - 1)) : null;
        return CompletableFuture.completedFuture(
                out -> out.objects("Shards", shown, Descriptions::shard).text(Members.NEXT_TOKEN, next));
    }

    /** @param after index of the shard after which the page begins; -1 for all */
    private record Page(Stream stream, ShardFilter filter, int after) {}

    private Page firstPage(Caller caller, Input input) {
        if (!input.has(Members.STREAM_NAME) && !input.has(Members.STREAM_ARN)) {
            throw new InvalidArgumentException("Either NextToken or StreamName should be provided.");
        }
        Stream stream = streams.find(caller, input);
        input.maybeTime(CREATED).filter(time -> !time.equals(stream.created())).ifPresent(time -> {
            StreamKey key = stream.header().key();
            throw new ResourceNotFoundException(key.inMessages() + " and created at " + time + " not found.");
        });
        if (!streams.isUsable(stream)) {
            throw new ResourceInUseException(
                    stream.inMessages() + " not ACTIVE, instead in state " + stream.status(clock.instant()));
        }
        ShardFilter filter = input.maybeObject(FILTER).map(ShardFilter::of).orElse(ShardFilter.DEFAULT);
        int after = input.maybeText(START).map(Shards::listIndex).orElse(-1);
        return new Page(stream, filter, Math.max(after, filter.after()));
    }

    private Page nextPage(Caller caller, Input input) {
        for (String excluded : List.of(Members.STREAM_NAME, Members.STREAM_ARN, CREATED, START, FILTER)) {
            if (input.has(excluded)) {
                throw new InvalidArgumentException("NextToken and " + excluded + " cannot be provided together.");
            }
        }
        PageToken token = tokens.open(input.text(Members.NEXT_TOKEN), PageToken.SHARDS);
        Stream stream = streams.numbered(caller, token.stream())
                .orElseThrow(() -> new ResourceNotFoundException("The stream that NextToken belongs to is gone."));
        streams.allowed(caller, stream.header().key());
        return new Page(stream, ShardFilter.parse(token.filter()), Integer.parseInt(token.last()));
    }

    private String token(Page page, Shard last) {
        return tokens.seal(new PageToken(
                PageToken.SHARDS,
                page.stream().header().id(),
                Integer.toString(last.index()),
                page.filter().toText()));
    }
}
