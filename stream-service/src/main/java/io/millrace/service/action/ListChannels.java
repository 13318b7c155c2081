package io.millrace.service.action;

import io.millrace.service.stream.Stream;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Member;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Lists the channels of the caller's account and region, or of some of its streams, by name. */
record ListChannels(Streams streams, Channels channels, PageTokens tokens, InstantSource clock) implements Action {
    private static final String FILTER = "StreamFilter";
    private static final String MAX_RESULTS = "MaxResults";
    /** As on AWS, whatever was asked for. */
    private static final int MOST = 100;

    private static final Shape INPUT = Shape.of(
            Member.objects(FILTER, Shape.of(Members.streamArn().needed(), Member.time(ChannelMembers.STREAM_CREATED)))
                    .length(1, 10_000),
            Members.pageSize(MAX_RESULTS),
            Members.nextToken());

    @Override
    public Shape input() {
        return INPUT;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        Optional<SortedSet<Long>> only = filter(caller, input);
        String within = caller.account() + "/" + caller.region()
                + only.map(ids -> " " + digest(ids)).orElse("");
        String after = input.maybeText(Members.NEXT_TOKEN)
                .map(token ->
                        tokens.open(token, PageToken.CHANNELS).within(within).last())
                .orElse("");
        List<Channels.Found> rest = channels.list(caller.home()).stream()
                .filter(each -> only.isEmpty()
                        || only.get().contains(each.stream().header().id()))
                .filter(each -> each.channel().name().compareTo(after) > 0)
                .sorted(Comparator.comparing(each -> each.channel().name()))
                .toList();
        int limit = Math.min(MOST, input.maybeNumber(MAX_RESULTS).orElse(MOST));
        List<Channels.Found> page = rest.subList(0, Math.min(limit, rest.size()));
        String next = page.size() < rest.size()
                ? tokens.seal(new PageToken(
                        PageToken.CHANNELS,
                        0,
                        page.get(page.size() - 1).channel().name(),
                        within))
                : null;
        return CompletableFuture.completedFuture(
                out -> out.objects("ChannelSummaries", page, ChannelDescriptions.summary(clock.instant()))
                        .text(Members.NEXT_TOKEN, next));
    }

    /** Numbers of the streams to which the list is confined; a stream that is not there has no channels. */
    private Optional<SortedSet<Long>> filter(Caller caller, Input input) {
        if (!input.has(FILTER)) {
            caller.checkAllStreams();
            return Optional.empty();
        }
        SortedSet<Long> ids = new TreeSet<>();
        for (Input each : input.objects(FILTER)) {
            StreamArn arn = StreamArn.parse(each.text(Members.STREAM_ARN));
            streams.maybe(streams.key(caller, arn))
                    .filter(stream -> isMeant(stream, each))
                    .ifPresent(stream -> ids.add(stream.header().id()));
        }
        return Optional.of(ids);
    }

    /** Stands for the streams in a token, which would have to hold thousands of numbers. */
    private static UUID digest(SortedSet<Long> ids) {
        return UUID.nameUUIDFromBytes(ids.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isMeant(Stream stream, Input filter) {
        return filter.maybeTime(ChannelMembers.STREAM_CREATED)
                .map(time -> time.getEpochSecond() == stream.created().getEpochSecond())
                .orElse(true);
    }
}
