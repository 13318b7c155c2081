package io.millrace.benchmark.stream;

import io.millrace.benchmark.Samples;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The service and what it is measured against, run in turns so that whatever else the machine does meets all of them.
 */
final class Comparison {
    private final List<List<Run>> runs = new ArrayList<>();
    /** Why a source is not measured any more, else null. */
    private final List<String> failures = new ArrayList<>();

    private Comparison() {}

    /** Measures all sources, after a warm-up of each that does not count. The order turns round with every round. */
    static Comparison measure(Pace pace, int workers, List<Exchange.Source> sources) throws IOException {
        Comparison comparison = new Comparison();
        for (int i = 0; i < sources.size(); i++) {
            Exchange.Source source = sources.get(i);
            comparison.runs.add(new ArrayList<>());
            comparison.failures.add(null);
            comparison.attempt(i, source, () -> {
                if (source.isForeign()) {
                    Run.measure(source, workers, pace.warmUpSeconds());
                } else {
                    Run.warmUp(source, workers, pace.warmUpSeconds());
                }
            });
        }
        for (int round = 0; round < pace.rounds(); round++) {
            for (int i = 0; i < sources.size(); i++) {
                int which = round % 2 == 0 ? i : sources.size() - 1 - i;
                Exchange.Source source = sources.get(which);
                comparison.attempt(
                        which,
                        source,
                        () -> comparison.runs.get(which).add(Run.measure(source, workers, pace.seconds())));
            }
        }
        sources.forEach(Exchange.Source::finish);
        return comparison;
    }

    private interface Work {
        void run() throws IOException;
    }

    private void attempt(int which, Exchange.Source source, Work work) throws IOException {
        if (failures.get(which) != null) {
            return;
        }
        try {
            source.prepare();
            work.run();
        } catch (IOException | RuntimeException e) {
            // A foreign answer may lack any member.
            if (!source.isForeign()) {
                throw e;
            }
            failures.set(which, String.valueOf(e.getMessage()));
        }
    }

    /** How many were measured. */
    int sources() {
        return runs.size();
    }

    List<Run> runs(int source) {
        return runs.get(source);
    }

    /** Why a foreign source was given up, if it was. */
    Optional<String> failure(int source) {
        return Optional.ofNullable(failures.get(source));
    }

    /** Records per second of a source. */
    Samples rates(int source) {
        return Run.rates(runs.get(source));
    }

    /** CPU time of a source's process for a record, in microseconds. */
    Samples cpu(int source) {
        return Run.cpuMicros(runs.get(source));
    }

    /** How the first source's rate stands to another's, round by round. */
    Samples ratios(int other) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < runs.get(0).size(); round++) {
            ratios.add(runs.get(0).get(round).recordsPerSecond()
                    / runs.get(other).get(round).recordsPerSecond());
        }
        return Samples.of(ratios);
    }
}
