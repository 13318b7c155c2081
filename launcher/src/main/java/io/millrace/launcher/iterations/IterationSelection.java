package io.millrace.launcher.iterations;

import io.millrace.checkpoint.CheckpointStore;
import io.millrace.checkpoint.CheckpointStore.Summary;
import io.millrace.checkpoint.IterationPlan;
import io.millrace.checkpoint.StreamIdentity;
import io.millrace.launcher.UserError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The iterations of a checkpoint table that a filter lets through. Each method looks anew.
 *
 * @param store stays open
 * @param table its name, for messages
 * @param logicalName only this one's; empty for all
 * @param stream only those on this one (name or ARN); empty for all
 */
record IterationSelection(CheckpointStore store, String table, Optional<String> logicalName, Optional<String> stream) {
    /** The readers and streams that the filter lets through, each with its iterations in order. */
    Map<ReaderOfStream, List<Summary>> readers() {
        Map<ReaderOfStream, List<Summary>> readers = new LinkedHashMap<>();
        Map<String, StreamIdentity> newest = new HashMap<>();
        List<Summary> chosen = chosen();
        chosen.forEach(summary -> newest.put(place(summary), summary.stream()));
        chosen.forEach(summary -> readers.computeIfAbsent(
                        new ReaderOfStream(summary.key().reader(), newest.get(place(summary))),
                        reader -> new ArrayList<>())
                .add(summary));
        return readers;
    }

    private static String place(Summary summary) {
        return summary.key().reader().value() + " " + summary.key().streamArn();
    }

    /**
     * The one reader and stream that the filter lets through.
     *
     * @throws UserError when there is none, or more than one
     */
    ReaderOfStream one() {
        Set<ReaderOfStream> readers = readers().keySet();
        if (readers.size() == 1) {
            return readers.iterator().next();
        }
        if (readers.isEmpty()) {
            throw new UserError("there are no iterations in " + scope());
        }
        throw new UserError("several readers have iterations in " + scope() + "; say which one is meant: "
                + String.join(
                        ", ",
                        readers.stream()
                                .map(each -> "--logical-name " + each.reader().value() + " --stream "
                                        + each.stream().name())
                                .toList()));
    }

    /** The iterations that the filter lets through, in order. */
    List<Summary> chosen() {
        return store.all().stream().filter(this::isChosen).toList();
    }

    /**
     * The plans of the iterations that the filter lets through, in order; each is read when it is asked for.
     *
     * @param number the only one wanted, null for all
     * @throws UserError when there is none, or when one is deleted meanwhile
     */
    Stream<IterationPlan> plans(Long number) {
        List<Summary> iterations = chosen().stream()
                .filter(summary -> number == null || summary.key().number().value() == number)
                .toList();
        if (iterations.isEmpty()) {
            throw new UserError("there is no iteration " + (number == null ? "" : number + " ") + "in " + scope()
                    + "; 'millrace iterations list' shows those that there are");
        }
        return iterations.stream().map(summary -> store.find(summary.key())
                .orElseThrow(() -> new UserError(summary.key() + " was deleted while it was looked at")));
    }

    private boolean isChosen(Summary summary) {
        return logicalName
                        .map(name -> summary.key().reader().value().equals(name))
                        .orElse(true)
                && stream.map(name -> summary.key().streamArn().equals(name)
                                || summary.stream().name().equals(name))
                        .orElse(true);
    }

    /** What was looked through, for messages. */
    String scope() {
        return "table '" + table + "'"
                + logicalName.map(name -> ", logical name '" + name + "'").orElse("")
                + stream.map(name -> ", stream '" + name + "'").orElse("");
    }
}
