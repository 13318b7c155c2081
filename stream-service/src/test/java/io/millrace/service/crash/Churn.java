package io.millrace.service.crash;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ScalingType;
import software.amazon.awssdk.services.kinesis.model.Shard;

/**
 * Clients that put, split, merge, rescale, delete and create until the service is gone, and write into the ledger what they ask
 * for and what is acknowledged.
 */
final class Churn {
    static final String LASTING = "lasting";
    static final String PASSING = "passing";
    private static final int PUTTERS = 3;
    private static final int MOST_SHARDS = 8;
    private static final int RESCALING_SHARE = 5;
    private static final int LARGEST_FILLER = 40_000;
    private static final int RESHARDING_GAP_MILLIS = 50;

    private final KinesisClient client;
    private final Ledger ledger;
    private final int round;
    private final Map<String, String> lives = new ConcurrentHashMap<>();
    // Held for writing while a name gets a new life, so that it is known into which life a put goes.
    private final ReadWriteLock rebirth = new ReentrantReadWriteLock();
    private final List<Thread> threads = new ArrayList<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean killed;

    Churn(KinesisClient client, Ledger ledger, int round, Random random) {
        this.client = client;
        this.ledger = ledger;
        this.round = round;
        lives.putAll(ledger.lives());
        if (!lives.containsKey(LASTING)) {
            create(LASTING, 0);
        }
        for (int i = 0; i < PUTTERS; i++) {
            String name = "round " + round + " putter " + i;
            Random own = new Random(random.nextLong());
            threads.add(new Thread(() -> untilKilled(step -> put(name, step, own)), name));
        }
        Random resharding = new Random(random.nextLong());
        threads.add(new Thread(() -> untilKilled(step -> reshard(LASTING, resharding)), "resharder"));
        Random ofPassing = new Random(random.nextLong());
        threads.add(new Thread(() -> untilKilled(step -> pass(step, ofPassing)), "owner of a passing stream"));
        threads.forEach(Thread::start);
    }

    /** To be called right before the service is killed: failures from here on are its death. */
    void aboutToKill() {
        killed = true;
    }

    /** Waits for the clients to notice and gives what went wrong before the service was killed. */
    List<Throwable> end() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
        return List.copyOf(failures);
    }

    private interface Step {
        void run(int step);
    }

    private void untilKilled(Step action) {
        try {
            for (int step = 0; !killed; step++) {
                action.run(step);
            }
        } catch (SdkException e) {
            if (!killed) {
                failures.add(e);
            }
        } catch (RuntimeException | Error e) {
            failures.add(e);
        }
    }

    private void put(String putter, int step, Random random) {
        String stream = random.nextInt(4) == 0 ? PASSING : LASTING;
        rebirth.readLock().lock();
        try {
            String life = lives.get(stream);
            if (life != null) {
                put(stream, life, putter + " step " + step, random);
            }
        } catch (ResourceNotFoundException e) {
            if (stream.equals(LASTING)) {
                throw e;
            }
        } finally {
            rebirth.readLock().unlock();
        }
    }

    private void put(String stream, String life, String name, Random random) {
        int count = 1 + random.nextInt(30);
        List<String> texts = new ArrayList<>();
        List<PutRecordsRequestEntry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String text = life + " " + name + " record " + i;
            int filler = random.nextInt(10) == 0 ? random.nextInt(LARGEST_FILLER) : random.nextInt(200);
            texts.add(text);
            entries.add(PutRecordsRequestEntry.builder()
                    .partitionKey("key " + random.nextInt(100))
                    .data(SdkBytes.fromByteArrayUnsafe(Payload.of(text, filler)))
                    .build());
            ledger.sending(text, life);
        }
        if (count == 1) {
            PutRecordsRequestEntry only = entries.get(0);
            ledger.acknowledged(
                    texts.get(0),
                    client.putRecord(p -> p.streamName(stream)
                                    .partitionKey(only.partitionKey())
                                    .data(only.data()))
                            .sequenceNumber());
            return;
        }
        List<PutRecordsResultEntry> results =
                client.putRecords(p -> p.streamName(stream).records(entries)).records();
        for (int i = 0; i < count; i++) {
            if (results.get(i).sequenceNumber() != null) {
                ledger.acknowledged(texts.get(i), results.get(i).sequenceNumber());
            }
        }
    }

    private void reshard(String stream, Random random) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(RESHARDING_GAP_MILLIS)));
        List<Shard> open = client.listShards(l -> l.streamName(stream)).shards().stream()
                .filter(shard -> shard.sequenceNumberRange().endingSequenceNumber() == null)
                .sorted(Comparator.comparing(
                        shard -> new BigInteger(shard.hashKeyRange().startingHashKey())))
                .toList();
        if (random.nextInt(RESCALING_SHARE) == 0) {
            // Half to double of what there is, as the API has it.
            int target = Math.min(MOST_SHARDS, (open.size() + 1) / 2 + random.nextInt(open.size() * 3 / 2 + 1));
            client.updateShardCount(
                    u -> u.streamName(stream).targetShardCount(target).scalingType(ScalingType.UNIFORM_SCALING));
        } else if (open.size() > 1 && random.nextInt(MOST_SHARDS) < open.size()) {
            int lower = random.nextInt(open.size() - 1);
            client.mergeShards(m -> m.streamName(stream)
                    .shardToMerge(open.get(lower).shardId())
                    .adjacentShardToMerge(open.get(lower + 1).shardId()));
        } else {
            Shard wide = open.get(random.nextInt(open.size()));
            BigInteger start = new BigInteger(wide.hashKeyRange().startingHashKey());
            BigInteger end = new BigInteger(wide.hashKeyRange().endingHashKey());
            BigInteger middle = start.add(end).add(BigInteger.ONE).shiftRight(1);
            client.splitShard(
                    s -> s.streamName(stream).shardToSplit(wide.shardId()).newStartingHashKey(middle.toString()));
        }
    }

    /** Creates, reshards and deletes a stream, whose name is used again. */
    private void pass(int step, Random random) {
        if (!lives.containsKey(PASSING)) {
            rebirth.writeLock().lock();
            try {
                create(PASSING, step);
            } finally {
                rebirth.writeLock().unlock();
            }
        } else if (random.nextInt(6) == 0) {
            ledger.deleting(PASSING);
            client.deleteStream(d -> d.streamName(PASSING));
            rebirth.writeLock().lock();
            try {
                lives.remove(PASSING);
                ledger.deleted(PASSING);
            } finally {
                rebirth.writeLock().unlock();
            }
        } else {
            reshard(PASSING, random);
        }
    }

    private void create(String stream, int step) {
        String life = "life " + round + "." + step + " of " + stream;
        ledger.creating(stream, life);
        client.createStream(c -> c.streamName(stream).shardCount(2));
        ledger.created(stream);
        lives.put(stream, life);
    }
}
