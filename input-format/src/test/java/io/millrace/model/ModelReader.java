package io.millrace.model;

import io.millrace.checkpoint.IterationPlan;
import io.millrace.checkpoint.LogicalName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the model knows of one logical name: which record is in which of its iterations. */
final class ModelReader {
    final LogicalName name;
    final List<Iteration> iterations = new ArrayList<>();
    /** Expired before any iteration had them, which the user had allowed. */
    final Set<Put> lost = new HashSet<>();
    /** How many records the stream had when the newest iteration was first tried; empty while none is under way. */
    Optional<Integer> pending = Optional.empty();

    ModelReader(String name) {
        this.name = new LogicalName(name);
    }

    /** A record of the walk. */
    record Put(String text, World.Acknowledged where, java.time.Instant at) {}

    /** An iteration, its plan, and the records that fall into its ranges. */
    static final class Iteration {
        final IterationPlan plan;
        final Set<Put> records;
        boolean committed;

        Iteration(IterationPlan plan, Set<Put> records) {
            this.plan = plan;
            this.records = records;
        }
    }

    /** The number that {@code next} must mean. */
    long next() {
        for (int number = 0; number < iterations.size(); number++) {
            if (!iterations.get(number).committed) {
                return number;
            }
        }
        return iterations.size();
    }

    boolean has(Put put) {
        return iterations.stream().anyMatch(iteration -> iteration.records.contains(put));
    }
}
