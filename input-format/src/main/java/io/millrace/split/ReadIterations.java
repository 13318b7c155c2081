package io.millrace.split;

import io.millrace.checkpoint.CheckpointStore;
import io.millrace.checkpoint.IterationKey;
import io.millrace.checkpoint.PlannedIteration;
import io.millrace.config.Checkpointing;
import io.millrace.config.ConnectorConfig;
import io.millrace.config.Credentials;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The iterations that one run has read, to be committed together. Not thread-safe. */
public final class ReadIterations {
    private static final Logger LOG = LoggerFactory.getLogger(ReadIterations.class);

    /** One that is read in two places is committed once. */
    private final Map<Place, Map<IterationKey, PlannedIteration>> read = new LinkedHashMap<>();

    /** Where iterations are kept. */
    private record Place(Checkpointing.Table table, Credentials credentials) {}

    /** Adds an iteration that was read with these settings; nothing when they keep no checkpoints. */
    public void add(ConnectorConfig config, PlannedIteration iteration) {
        config.checkpointing().ifPresent(checkpointing -> read.computeIfAbsent(
                        new Place(checkpointing.table(), config.credentials()), place -> new LinkedHashMap<>())
                .putIfAbsent(iteration.key(), iteration));
    }

    /**
     * Looks whether they can be committed, before the run's output becomes visible: another run may have got the same
     * ones from {@code next}, and have been faster.
     *
     * @throws io.millrace.checkpoint.CheckpointException when one can't be, or a checkpoint table can't be used
     */
    public void check() {
        inEachTable(CheckpointStore::checkCommittable);
    }

    /**
     * Commits those of each checkpoint table at one moment.
     *
     * @throws io.millrace.checkpoint.CheckpointException when one can't be committed, or a checkpoint table can't be used
     */
    public void commit() {
        inEachTable((store, iterations) -> {
            store.commitAll(iterations);
            iterations.forEach(each -> LOG.info("committed {}", each.key()));
        });
    }

    private void inEachTable(BiConsumer<CheckpointStore, List<PlannedIteration>> what) {
        read.forEach((place, iterations) -> {
            // A table that is gone has no plan to commit: an empty one in its place would hide that.
            try (CheckpointStore store = Checkpoints.open(place.table().withoutCreating(), place.credentials())) {
                what.accept(store, List.copyOf(iterations.values()));
            }
        });
    }
}
