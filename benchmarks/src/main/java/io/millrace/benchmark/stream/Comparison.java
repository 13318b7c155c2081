package io.millrace.benchmark.stream;

import io.millrace.benchmark.Samples;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The service and what it is measured against, run in turns so that whatever else the machine does meets all of them.
 */
final class Comparison {
    private final List<List<Run>> runs = new ArrayList<>();

    private Comparison() {}

    /** Measures all sources, after a warm-up of each that does not count. The order turns round with every round. */
    static Comparison measure(Pace pace, int workers, Exchange.Source... sources) throws IOException {
        Comparison comparison = new Comparison();
        for (Exchange.Source source : sources) {
            Run.warmUp(source, workers, pace.warmUpSeconds());
            comparison.runs.add(new ArrayList<>());
        }
        for (int round = 0; round < pace.rounds(); round++) {
            for (int i = 0; i < sources.length; i++) {
                int which = round % 2 == 0 ? i : sources.length - 1 - i;
                comparison.runs.get(which).add(Run.measure(sources[which], workers, pace.seconds()));
            }
        }
        return comparison;
    }

    List<Run> runs(int source) {
        return runs.get(source);
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
