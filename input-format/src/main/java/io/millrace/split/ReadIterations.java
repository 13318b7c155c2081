package io.millrace.split;

import io.millrace.checkpoint.CheckpointStore;
import io.millrace.checkpoint.IterationKey;
import io.millrace.checkpoint.PlannedIteration;
import io.millrace.config.ConnectorConfig;
import io.millrace.config.ExistingTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The iterations that one run has read, to be committed together. Not thread-safe. */
public final class ReadIterations {
    private static final Logger LOG = LoggerFactory.getLogger(ReadIterations.class);

    private final Function<ExistingTable, CheckpointStore> stores;
    /** By where they are kept. One that is read in two places is committed once. */
    private final Map<ExistingTable, Map<IterationKey, PlannedIteration>> read = new LinkedHashMap<>();

    /** None yet. */
    public ReadIterations() {
        this(place -> Checkpoints.open(place.table(), place.credentials()));
    }

    /** None yet, of these stores; each is closed after it was asked. */
    public ReadIterations(Function<ExistingTable, CheckpointStore> stores) {
        this.stores = stores;
    }

    /** Adds an iteration that was read with these settings; nothing when they keep no checkpoints. */
    public void add(ConnectorConfig config, PlannedIteration iteration) {
        // A table that is gone has no plan to commit: an empty one in its place would hide that.
        config.checkpointing()
                .ifPresent(checkpointing ->
                        add(new ExistingTable(checkpointing.table(), config.credentials()), iteration));
    }

    /** Adds an iteration that is kept there. */
    public void add(ExistingTable place, PlannedIteration iteration) {
        read.computeIfAbsent(place, any -> new LinkedHashMap<>()).putIfAbsent(iteration.key(), iteration);
    }

    /** Each of them, with where it is kept. */
    public void forEach(BiConsumer<ExistingTable, PlannedIteration> what) {
        read.forEach((place, iterations) -> iterations.values().forEach(each -> what.accept(place, each)));
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
            try (CheckpointStore store = stores.apply(place)) {
                what.accept(store, List.copyOf(iterations.values()));
            }
        });
    }
}
