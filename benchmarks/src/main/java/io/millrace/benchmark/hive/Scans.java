package io.millrace.benchmark.hive;

import io.millrace.benchmark.CpuTime;
import io.millrace.benchmark.Samples;
import io.millrace.benchmark.Table;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The same queries on the same rows as a stream and as files, in turns. */
final class Scans {
    private final HiveLab hive;
    private final String stream;
    private final String files;
    private final Times times;
    private final Table table = new Table(
            "The same rows as a stream and as text files. Seconds: medians. Files : stream: seconds of the files to those"
                    + " of the stream in the same round, minimum / median / maximum; above 1 the stream is faster. CPU:"
                    + " seconds of the cores that the process of Hive and its tasks used for the stream and for the files,"
                    + " and those of the stream service for the stream, medians.",
            "engine",
            "vectorized",
            "query",
            "stream s",
            "files s",
            "files : stream",
            "CPU s: Hive, stream / files",
            "CPU s: service");

    /**
     * How often each query is asked of both.
     *
     * @param warmUp first, at least once, without being counted
     * @param rounds after that
     */
    record Times(int warmUp, int rounds) {}

    Scans(HiveLab hive, String stream, String files, Times times) {
        this.hive = hive;
        this.stream = stream;
        this.files = files;
        this.times = times;
    }

    /** Adds a row for each query. */
    void measure(HiveSession session, String engine, boolean vectorized) {
        session.set("hive.vectorized.execution.enabled", vectorized);
        for (Query query : Query.values()) {
            Turns turns = new Turns(session, query);
            for (int run = 0; run < times.warmUp(); run++) {
                turns.warmUp();
            }
            for (int round = 0; round < times.rounds(); round++) {
                turns.measure(round % 2 == 0);
            }
            table.row(
                    engine,
                    vectorized ? "yes" : "no",
                    query.title(),
                    format(turns.streamSeconds),
                    format(turns.fileSeconds),
                    Samples.of(turns.ratios).spread(),
                    format(turns.streamCpu) + " / " + format(turns.fileCpu),
                    format(turns.serviceCpu));
        }
    }

    void print(PrintStream out) {
        table.print(out);
    }

    private static String format(List<Double> values) {
        return String.format(Locale.ROOT, "%.2f", Samples.of(values).median());
    }

    /** One query on both. */
    private final class Turns {
        private final HiveSession session;
        private final Query query;
        private final List<Double> streamSeconds = new ArrayList<>();
        private final List<Double> fileSeconds = new ArrayList<>();
        private final List<Double> ratios = new ArrayList<>();
        private final List<Double> streamCpu = new ArrayList<>();
        private final List<Double> fileCpu = new ArrayList<>();
        private final List<Double> serviceCpu = new ArrayList<>();
        private List<String> expected = List.of();

        Turns(HiveSession session, Query query) {
            this.session = session;
            this.query = query;
        }

        /** Also finds out what both must answer. */
        void warmUp() {
            expected = session.run(query.of(files)).rows();
            session.run(query.of(stream)).mustBe(expected, query.of(stream));
        }

        void measure(boolean streamFirst) {
            double ofStream;
            double ofFiles;
            if (streamFirst) {
                ofStream = measureStream();
                ofFiles = measureFiles();
            } else {
                ofFiles = measureFiles();
                ofStream = measureStream();
            }
            streamSeconds.add(ofStream);
            fileSeconds.add(ofFiles);
            ratios.add(ofFiles / ofStream);
        }

        private double measureStream() {
            double service = hive.lab().cpuSeconds();
            double seconds = measured(stream, streamCpu);
            serviceCpu.add(hive.lab().cpuSeconds() - service);
            return seconds;
        }

        private double measureFiles() {
            return measured(files, fileCpu);
        }

        private double measured(String from, List<Double> cpu) {
            double before = CpuTime.seconds(hive.jvm());
            HiveSession.Answer answer = session.run(query.of(from));
            cpu.add(CpuTime.seconds(hive.jvm()) - before);
            answer.mustBe(expected, query.of(from));
            return answer.seconds();
        }
    }
}
