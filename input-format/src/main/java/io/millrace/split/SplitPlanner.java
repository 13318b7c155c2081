package io.millrace.split;

import io.millrace.checkpoint.CheckpointStore;
import io.millrace.checkpoint.IterationPlan;
import io.millrace.checkpoint.IterationPlanner;
import io.millrace.checkpoint.PlanRequest;
import io.millrace.checkpoint.Position;
import io.millrace.checkpoint.SequenceRange;
import io.millrace.checkpoint.Shard;
import io.millrace.checkpoint.ShardId;
import io.millrace.checkpoint.ShardPlan;
import io.millrace.checkpoint.StreamIdentity;
import io.millrace.checkpoint.StreamSurvey;
import io.millrace.checkpoint.StreamSurvey.Reach;
import io.millrace.client.SdkStreamReader;
import io.millrace.client.StreamReader;
import io.millrace.config.Checkpointing;
import io.millrace.config.ConnectorConfig;
import io.millrace.config.InitialPosition;
import io.millrace.config.KinesisOptions;
import io.millrace.config.Window;
import io.millrace.filter.HashKeys;
import io.millrace.filter.RecordFilter;
import io.millrace.shard.KinesisStreamSurvey;
import io.millrace.shard.ShardListing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides what a job reads: the stored ranges of an iteration or, without checkpoints, what the stream holds now. Nothing
 * of the stream is handed out before. Stateless and thread-safe.
 */
public final class SplitPlanner {
    private static final String GO_ON =
            "To go on with the records that are left, set " + KinesisOptions.DATA_LOSS + " to warn or skip.";

    private SplitPlanner() {}

    /**
     * Plans a read with clients of its own, which it closes.
     *
     * @throws io.millrace.checkpoint.CheckpointException when the iteration can't be planned
     * @throws io.millrace.client.StreamException when the stream can't be surveyed
     */
    public static PlannedRead plan(ConnectorConfig config) {
        return plan(config, RecordFilter.any());
    }

    /**
     * Plans a read of which only some records are wanted, with clients of its own, which it closes. Without checkpoints,
     * the shards that can't hold any are not looked at. An iteration is planned whole, since others read it too.
     *
     * @throws io.millrace.checkpoint.CheckpointException when the iteration can't be planned
     * @throws io.millrace.client.StreamException when the stream can't be surveyed
     * @throws IllegalArgumentException when the consumer to read by is another stream's
     */
    public static PlannedRead plan(ConnectorConfig config, RecordFilter wanted) {
        try (StreamReader reader = SdkStreamReader.open(config)) {
            ShardListing shards = new ShardListing(reader);
            KinesisStreamSurvey survey =
                    new KinesisStreamSurvey(reader, shards, config.reading().limits());
            StreamReader.Description stream = described(config, survey);
            if (config.checkpointing().isEmpty()) {
                return window(config.window(), wanted, stream, survey);
            }
            Checkpointing checkpointing = config.checkpointing().get();
            try (CheckpointStore store = Checkpoints.open(checkpointing.table(), config.credentials())) {
                IterationPlan plan = new IterationPlanner(store).plan(request(config, checkpointing), survey);
                return new PlannedRead(plan.stream(), Optional.of(plan), splits(plan, keys(stream, shards.hashKeys())));
            }
        }
    }

    /**
     * Plans one iteration over several streams at one moment; see {@link IterationPlanner#planTogether}.
     *
     * @param configs not empty; they say the same of the iteration and of where it is kept. Several may mean the same
     *     stream.
     * @return the stored iteration of each configuration's stream, in their order
     * @throws io.millrace.checkpoint.CheckpointException when the iteration can't be planned
     * @throws io.millrace.client.StreamException when a stream can't be surveyed
     */
    public static List<IterationPlan> planTogether(List<ConnectorConfig> configs) {
        ConnectorConfig first = configs.get(0);
        Checkpointing checkpointing = first.checkpointing()
                .orElseThrow(() -> new IllegalArgumentException("a read without checkpoints has no iteration"));
        List<StreamReader> readers = new ArrayList<>();
        try (CheckpointStore store = Checkpoints.open(checkpointing.table(), first.credentials())) {
            List<String> arns = new ArrayList<>();
            Map<String, StreamSurvey> surveys = new LinkedHashMap<>();
            for (ConnectorConfig config : configs) {
                StreamReader reader = SdkStreamReader.open(config);
                readers.add(reader);
                KinesisStreamSurvey survey =
                        new KinesisStreamSurvey(reader, config.reading().limits());
                String arn = described(config, survey).identity().arn();
                arns.add(arn);
                surveys.putIfAbsent(arn, survey);
            }
            Map<String, IterationPlan> plans = new LinkedHashMap<>();
            new IterationPlanner(store)
                    .planTogether(request(first, checkpointing), List.copyOf(surveys.values()))
                    .forEach(plan -> plans.put(plan.key().streamArn(), plan));
            return arns.stream().map(plans::get).toList();
        } finally {
            readers.forEach(StreamReader::close);
        }
    }

    /** The stream, which must be the one of the consumer to read by. */
    private static StreamReader.Description described(ConnectorConfig config, KinesisStreamSurvey survey) {
        StreamReader.Description described = survey.describe();
        // The name may be right, and the account or the region another one: its shards have the same ids.
        String stream = described.identity().arn();
        config.consumerArn().filter(arn -> !arn.startsWith(stream + "/")).ifPresent(arn -> {
            throw new IllegalArgumentException(
                    KinesisOptions.CONSUMER_ARN + " is '" + arn + "', a consumer of another stream than " + stream);
        });
        return described;
    }

    private static PlanRequest request(ConnectorConfig config, Checkpointing checkpointing) {
        return new PlanRequest(
                checkpointing.reader(),
                checkpointing.iteration(),
                position(config.window()),
                config.reading().dataLoss(),
                GO_ON,
                config.silence());
    }

    /**
     * One split for each shard of which the iteration has records.
     *
     * @param keys of shards; they may be missing of such as the stream does not list any more
     */
    static List<KinesisSplit> splits(IterationPlan plan, Map<ShardId, KinesisSplit.Keys> keys) {
        List<KinesisSplit> splits = new ArrayList<>();
        for (ShardPlan shard : plan.shards()) {
            Optional<KinesisSplit.Keys> ofShard = Optional.ofNullable(keys.get(shard.shard()));
            shard.records().ifPresent(range -> splits.add(pinned(plan.stream(), shard, ofShard, range)));
        }
        return splits;
    }

    private static KinesisSplit pinned(
            StreamIdentity stream, ShardPlan shard, Optional<KinesisSplit.Keys> keys, SequenceRange range) {
        return new KinesisSplit(
                stream,
                shard.shard(),
                keys,
                new StartingPosition.AtSequence(range.first(), true),
                // The end of a finished shard is the number at which it was closed, which no record needs to have.
                new KinesisSplit.End(range.last(), !shard.finished()),
                KinesisSplit.Times.ANY);
    }

    private static Map<ShardId, KinesisSplit.Keys> keys(
            StreamReader.Description stream, Map<ShardId, HashKeys> shards) {
        Map<ShardId, KinesisSplit.Keys> keys = new HashMap<>();
        shards.forEach((shard, range) -> keys.put(shard, keys(stream, range)));
        return keys;
    }

    private static KinesisSplit.Keys keys(StreamReader.Description stream, HashKeys range) {
        return new KinesisSplit.Keys(
                range, stream.placedByKey() ? KinesisSplit.Keys.Use.POSSIBLE : KinesisSplit.Keys.Use.NONE);
    }

    private static PlannedRead window(
            Window window, RecordFilter wanted, StreamReader.Description stream, KinesisStreamSurvey survey) {
        // A condition on the partition key says nothing about a stream that distributes its records itself.
        RecordFilter possible = stream.placedByKey() ? wanted : wanted.withoutHashKeys();
        Position from = position(window);
        Map<Shard, Position> questions = new LinkedHashMap<>();
        survey.shards().stream()
                .filter(possible::mayMatch)
                .sorted(Comparator.comparing(Shard::id))
                .forEach(shard -> questions.put(shard, from));
        Map<ShardId, Reach> reaches = survey.reach(questions);
        List<KinesisSplit> splits = new ArrayList<>();
        for (Shard shard : questions.keySet()) {
            // A shard that the stream has forgotten meanwhile has nothing.
            Optional.ofNullable(reaches.get(shard.id()))
                    .flatMap(Reach::records)
                    .ifPresent(range -> splits.add(new KinesisSplit(
                            stream.identity(),
                            shard.id(),
                            Optional.of(keys(stream, HashKeys.of(shard))),
                            // By number, which a stream of the same name that was made anew refuses.
                            new StartingPosition.AtSequence(range.first(), false),
                            // What is retained may shrink until it is read: that is no loss here.
                            new KinesisSplit.End(range.last(), false),
                            new KinesisSplit.Times(window.from(), window.until()))));
        }
        return new PlannedRead(stream.identity(), Optional.empty(), splits);
    }

    private static Position position(Window window) {
        if (window.from().isPresent()) {
            return new Position.AtTimestamp(window.from().get());
        }
        InitialPosition initial = window.initial();
        if (initial instanceof InitialPosition.At at) {
            return new Position.AtTimestamp(at.time());
        }
        return initial instanceof InitialPosition.Latest ? new Position.Latest() : new Position.TrimHorizon();
    }
}
