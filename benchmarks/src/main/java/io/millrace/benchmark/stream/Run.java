package io.millrace.benchmark.stream;

import io.millrace.benchmark.Samples;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;

/**
 * What workers got done in some time.
 *
 * @param records records moved by all of them
 * @param seconds how long it took
 * @param cpuSeconds CPU time that the source's process used meanwhile, the system's share included
 * @param latencies of each exchange, milliseconds
 */
record Run(long records, double seconds, double cpuSeconds, List<Double> latencies) {
    Run {
        latencies = List.copyOf(latencies);
    }

    double recordsPerSecond() {
        return records / seconds;
    }

    /** CPU time of the source's process for one record, in microseconds. */
    double cpuMicrosPerRecord() {
        return cpuSeconds * 1e6 / records;
    }

    /**
     * Lets workers do exchanges for some seconds, between them one at least; each finishes the one that it has begun. On
     * a busy machine a short time may be over before a worker begins.
     */
    static Run measure(Exchange.Source source, int workers, double seconds) throws IOException {
        AtomicBoolean begun = new AtomicBoolean();
        return run(source, workers, start -> {
            long deadline = start + (long) (seconds * 1e9);
            return () -> !begun.getAndSet(true) || System.nanoTime() < deadline;
        });
    }

    /**
     * Lets workers do exchanges until the source's process has used so much CPU time. On a machine that others use too
     * that takes longer, but the JVM's compiler gets as much done.
     */
    static void warmUp(Exchange.Source source, int workers, double cpuSeconds) throws IOException {
        run(source, workers, start -> new CpuBudget(source.process(), cpuSeconds));
    }

    /** Lets workers do a number of exchanges between them. */
    static Run count(Exchange.Source source, int workers, long exchanges) throws IOException {
        AtomicLong left = new AtomicLong(exchanges);
        return run(source, workers, start -> () -> left.getAndDecrement() > 0);
    }

    /** Measures some runs after one that does not count. */
    static List<Run> repeat(Exchange.Source source, int workers, Pace pace) throws IOException {
        warmUp(source, workers, pace.warmUpSeconds());
        List<Run> runs = new ArrayList<>();
        for (int round = 0; round < pace.rounds(); round++) {
            runs.add(measure(source, workers, pace.seconds()));
        }
        return runs;
    }

    /** Records per second of each run. */
    static Samples rates(Collection<Run> runs) {
        return Samples.of(runs.stream().map(Run::recordsPerSecond).toList());
    }

    /** CPU time of the source's process for a record in each run, in microseconds. */
    static Samples cpuMicros(Collection<Run> runs) {
        return Samples.of(runs.stream().map(Run::cpuMicrosPerRecord).toList());
    }

    /** The latencies of several runs together. */
    static Samples latencies(Collection<Run> runs) {
        return Samples.of(runs.stream().flatMap(run -> run.latencies().stream()).toList());
    }

    /** @param more told the start in nanoseconds, gives what says whether a worker shall go on */
    private static Run run(Exchange.Source source, int workers, LongFunction<BooleanSupplier> more) throws IOException {
        ExecutorService pool = Executors.newFixedThreadPool(workers);
        List<Exchange> exchanges = new ArrayList<>();
        try {
            for (int i = 0; i < workers; i++) {
                exchanges.add(source.open());
            }
            double cpu = CpuBudget.seconds(source.process());
            long start = System.nanoTime();
            BooleanSupplier goOn = more.apply(start);
            List<Future<Part>> parts = new ArrayList<>();
            for (Exchange exchange : exchanges) {
                parts.add(pool.submit(() -> work(exchange, goOn)));
            }
            long records = 0;
            List<Double> latencies = new ArrayList<>();
            for (Future<Part> part : parts) {
                records += part.get().records();
                latencies.addAll(part.get().latencies());
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            return new Run(records, seconds, CpuBudget.seconds(source.process()) - cpu, latencies);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IOException("a worker failed: " + e.getCause(), e.getCause());
        } finally {
            pool.shutdownNow();
            exchanges.forEach(Exchange::close);
        }
    }

    private record Part(long records, List<Double> latencies) {}

    private static Part work(Exchange exchange, BooleanSupplier goOn) throws IOException {
        long records = 0;
        List<Double> latencies = new ArrayList<>();
        while (goOn.getAsBoolean()) {
            long start = System.nanoTime();
            records += exchange.next();
            latencies.add((System.nanoTime() - start) / 1e6);
        }
        return new Part(records, latencies);
    }
}
