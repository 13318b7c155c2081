package io.millrace.benchmark.read;

import io.millrace.benchmark.Calls;
import io.millrace.benchmark.Lab;
import io.millrace.benchmark.Pause;
import io.millrace.benchmark.Samples;
import io.millrace.benchmark.Table;
import io.millrace.config.KinesisOptions;
import io.millrace.config.Reading.ReadLimits;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;

/** What planning costs by the number of shards, with the service's quotas. */
final class Planning {
    private static final Fill.Shape SHAPE = Fill.Shape.of(1024);
    /** Records that each shard gets before a busy stream is planned. */
    private static final int NEW = 5;

    private final Lab lab;
    private final int rounds;
    private final Table table = new Table(
            "Planning (getSplits). Whole: without checkpoints, all that the stream holds. Idle: the next iteration,"
                    + " without a new record since the last one. Busy: the next iteration, with new records in every shard"
                    + " and more coming meanwhile. Seconds: minimum / median / maximum. Calls by shard: medians; of the"
                    + " whole stream for ListShards. Refused: of all rounds.",
            "shards",
            "stream",
            "splits",
            "seconds",
            "GetShardIterator by shard",
            "GetRecords by shard",
            "ListShards",
            "refused");

    Planning(Lab lab, int rounds) {
        this.lab = lab;
        this.rounds = rounds;
    }

    /** Measures with a number of shards. */
    void measure(int shards) throws IOException {
        String stream = "planned-" + shards;
        lab.createStream(stream, shards);
        Fill fill = new Fill(lab.writer(stream), shards, SHAPE);
        fill.put((long) NEW * shards);
        Configuration whole = limited(lab.job(stream));
        Configuration next = limited(lab.iterations(stream));
        int number = 0;
        Row wholeRow = new Row(shards, "whole");
        Row idleRow = new Row(shards, "idle");
        Row busyRow = new Row(shards, "busy");
        FormatReading.plan(iteration(next, number++));
        for (int round = 0; round < rounds; round++) {
            wholeRow.plan(whole);
            idleRow.plan(iteration(next, number++));
            fill.put((long) NEW * shards);
            Trickle more = new Trickle(fill);
            try {
                busyRow.plan(iteration(next, number++));
            } finally {
                more.end();
            }
            // What came meanwhile is no news to the idle stream.
            FormatReading.plan(iteration(next, number++));
        }
        wholeRow.add();
        idleRow.add();
        busyRow.add();
        lab.deleteStream(stream);
    }

    void print(PrintStream out) {
        table.print(out);
    }

    /** As a stream at AWS is read. */
    private static Configuration limited(Configuration job) {
        Lab.set(job, KinesisOptions.READ_LIMIT_CALLS, ReadLimits.OF_A_SHARD.calls());
        Lab.set(job, KinesisOptions.READ_LIMIT_BYTES, ReadLimits.OF_A_SHARD.bytes());
        return job;
    }

    private static Configuration iteration(Configuration job, int number) {
        Lab.set(job, KinesisOptions.ITERATION, number);
        return job;
    }

    /** Puts records one batch after the other until it is ended. */
    private static final class Trickle {
        private static final int RECORDS = 100;
        private static final int PAUSE_MILLIS = 100;

        private final Thread thread;
        private volatile boolean ended;

        Trickle(Fill fill) {
            thread = new Thread(() -> run(fill), "benchmark-putter");
            thread.start();
        }

        private void run(Fill fill) {
            while (!ended) {
                fill.put(RECORDS);
                Pause.millis(PAUSE_MILLIS);
            }
        }

        void end() throws IOException {
            ended = true;
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }

    /** Planning again and again. */
    private final class Row {
        private final int shards;
        private final String stream;
        private final List<Double> seconds = new ArrayList<>();
        private final List<Double> iterators = new ArrayList<>();
        private final List<Double> pages = new ArrayList<>();
        private final List<Double> lists = new ArrayList<>();
        private long refused;
        private int splits;

        Row(int shards, String stream) {
            this.shards = shards;
            this.stream = stream;
        }

        void plan(Configuration job) throws IOException {
            Calls before = Calls.of(lab);
            long start = System.nanoTime();
            splits = FormatReading.plan(job).size();
            seconds.add((System.nanoTime() - start) / 1e9);
            Calls after = Calls.of(lab);
            iterators.add((double) after.since(before, "GetShardIterator") / shards);
            pages.add((double) after.since(before, "GetRecords") / shards);
            lists.add((double) after.since(before, "ListShards"));
            for (String operation : List.of("GetShardIterator", "GetRecords", "ListShards", "DescribeStreamSummary")) {
                refused += after.refusedSince(before, operation);
            }
        }

        void add() {
            table.row(
                    String.format(Locale.ROOT, "%,d", shards),
                    stream,
                    String.format(Locale.ROOT, "%,d", splits),
                    Samples.of(seconds).spread(),
                    String.format(Locale.ROOT, "%.2f", Samples.of(iterators).median()),
                    String.format(Locale.ROOT, "%.2f", Samples.of(pages).median()),
                    String.format(Locale.ROOT, "%.0f", Samples.of(lists).median()),
                    Long.toString(refused));
        }
    }
}
