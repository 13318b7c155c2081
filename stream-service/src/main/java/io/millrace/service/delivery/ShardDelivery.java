package io.millrace.service.delivery;

import io.millrace.service.channel.Channel;
import io.millrace.service.channel.DeliveryKey;
import io.millrace.service.channel.ObjectKeys;
import io.millrace.service.channel.Progress;
import io.millrace.service.channel.Progress.Batch;
import io.millrace.service.log.ReadPage;
import io.millrace.service.log.SequenceNumber;
import io.millrace.service.log.ShardKey;
import io.millrace.service.log.StoredRecord;
import io.millrace.service.stream.Shard;
import io.millrace.service.stream.Stream;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The delivery of one shard by one channel. First the range of an object is stored in the catalogue, with its key; then the
 * object is written; then the position moves behind it. Whatever ends the service in between, the next one writes the
 * same records under the same key, so that none is lost and none is there twice. Used by one thread; after a failure a
 * new one takes its place, which knows nothing but what is stored.
 */
final class ShardDelivery {
    private static final Logger LOG = LoggerFactory.getLogger(ShardDelivery.class);
    /** An object is written once so much waits, however fresh it is. */
    private static final long OBJECT_BYTES = 5 << 20;

    private static final int PAGE_RECORDS = 10_000;
    private static final long PAGE_BYTES = 1 << 20;

    private final DeliveryTools tools;
    private final DeliveryKey key;
    private final ShardKey logKey;
    private final Waiting waiting = new Waiting();
    private Progress progress;
    /** The first place that was not looked at. */
    private SequenceNumber seen;

    private boolean complete;

    /** @param progress the stored one, or that of a shard of which nothing was delivered */
    ShardDelivery(DeliveryTools tools, DeliveryKey key, Progress progress, Channel channel) {
        this.tools = tools;
        this.key = key;
        this.logKey = new ShardKey(key.stream(), key.shard());
        this.progress = progress;
        this.seen = SequenceNumber.parse(progress.next());
        this.complete = seen.counter() == SequenceNumber.LAST_COUNTER;
        boolean wasCreating = channel.fromMillis() > channel.createdMillis();
        if (wasCreating && !progress.begun() && !complete) {
            SequenceNumber from = tools.log().firstAt(logKey, channel.fromMillis());
            seen = from.compareTo(seen) > 0 ? from : seen;
        }
    }

    /** Delivers what is due. */
    void step(Stream stream, Channel channel, Shard shard) throws IOException {
        if (complete) {
            return;
        }
        if (progress.batch().isPresent()) {
            write(stream, channel, shard, progress.batch().get());
        }
        boolean ended = look(stream, channel, shard);
        Optional<Channel> due = due(channel);
        while (due.isPresent() && tools.goesOn()) {
            Batch batch = batch(stream, due.get(), shard);
            store(progress.writing(batch));
            write(stream, due.get(), shard, batch);
            ended = look(stream, channel, shard);
            due = due(due.get());
        }
        if (ended && waiting.isEmpty() && !shard.isOpen()) {
            store(progress.movedTo(shard.endingSequenceNumber().orElseThrow()));
            complete = true;
        }
    }

    /** When the oldest record arrived that waits, in milliseconds; Long.MAX_VALUE when none does. */
    long oldestMillis() {
        return waiting.isEmpty() ? Long.MAX_VALUE : waiting.first().millis();
    }

    /** Looks at what came; tells whether that was all that there is. */
    private boolean look(Stream stream, Channel channel, Shard shard) {
        SequenceNumber end = tools.log().end(logKey);
        while (waiting.bytes() < OBJECT_BYTES && seen.counter() < end.counter()) {
            ReadPage page = tools.log().read(logKey, seen, horizon(stream), PAGE_RECORDS, PAGE_BYTES);
            if (page.records().isEmpty()) {
                lose(stream, channel, shard, end);
                break;
            }
            for (StoredRecord each : page.records()) {
                if (each.sequenceNumber().counter() > seen.counter()) {
                    lose(
                            stream,
                            channel,
                            shard,
                            place(shard, each.sequenceNumber().counter()));
                }
                waiting.add(each);
                seen = place(shard, each.sequenceNumber().counter() + 1);
            }
        }
        return seen.counter() >= end.counter();
    }

    /**
     * The channel, if what waits is due. Since the caller saw it, it may have been deleted or updated, and what came after
     * that is not to be delivered as if it had not: so it is looked up anew, behind the records and the time.
     */
    private Optional<Channel> due(Channel known) {
        if (waiting.isEmpty()) {
            return Optional.empty();
        }
        Instant now = tools.clock().instant();
        return isDue(known, now)
                ? tools.channel(key).filter(channel -> channel.delivers(now) && isDue(channel, now))
                : Optional.empty();
    }

    private boolean isDue(Channel channel, Instant now) {
        long age = now.toEpochMilli() - waiting.first().millis();
        return waiting.bytes() >= OBJECT_BYTES
                || age
                        >= tools.settings()
                                .freshness(channel.destination().freshnessSeconds())
                                .toMillis();
    }

    private Batch batch(Stream stream, Channel channel, Shard shard) {
        ObjectKeys keys = new ObjectKeys(
                channel.id(), channel.name(), stream.name(), channel.source().format(), channel.destination());
        String unique = ObjectKeys.unique(shard.id(), waiting.first(), waiting.count());
        Instant arrival = Instant.ofEpochMilli(waiting.first().millis());
        return new Batch(
                waiting.first().toString(),
                waiting.last().toString(),
                waiting.count(),
                keys.key(arrival, unique),
                keys.deadLetterKey(arrival, unique));
    }

    private void write(Stream stream, Channel channel, Shard shard, Batch batch) throws IOException {
        SequenceNumber last = SequenceNumber.parse(batch.last());
        BatchObjects.Written written;
        long found = 0;
        boolean again;
        try (BatchObjects objects = new BatchObjects(tools.store(), channel, shard.id(), batch)) {
            again = objects.foundEarlierWork();
            SequenceNumber at = SequenceNumber.parse(batch.first());
            while (found < batch.count()) {
                int most = (int) Math.min(PAGE_RECORDS, batch.count() - found);
                ReadPage page = tools.log().read(logKey, at, horizon(stream), most, PAGE_BYTES);
                for (StoredRecord each : page.records()) {
                    if (each.sequenceNumber().compareTo(last) <= 0) {
                        objects.add(each);
                        found++;
                    }
                }
                at = page.next();
                if (page.records().isEmpty() || at.compareTo(last) > 0) {
                    break;
                }
            }
            written = objects.publish();
        }
        SequenceNumber behind = place(shard, last.counter() + 1);
        store(progress.movedTo(behind));
        if (behind.counter() > seen.counter()) {
            seen = behind;
        }
        waiting.clear();
        if (!again && found < batch.count()) {
            tellLost(stream, channel, shard, batch.count() - found);
        }
        tools.listener()
                .delivered(
                        DeliveryTools.label(stream, channel),
                        written.records(),
                        written.failed(),
                        written.objects(),
                        written.bytesIn(),
                        written.bytesOut());
    }

    /** Everything before a place has expired: what waits, and what was not looked at. */
    private void lose(Stream stream, Channel channel, Shard shard, SequenceNumber place) {
        long lost = waiting.count() + place.counter() - seen.counter();
        waiting.clear();
        seen = place;
        store(progress.movedTo(place));
        tellLost(stream, channel, shard, lost);
    }

    private void tellLost(Stream stream, Channel channel, Shard shard, long records) {
        LOG.error(
                "channel {}: {} records of {} of stream {} expired before they were delivered",
                channel.name(),
                records,
                shard.id(),
                stream.name());
        tools.listener().expired(DeliveryTools.label(stream, channel), records);
    }

    private void store(Progress after) {
        tools.catalogue().deliveries().advance(key, after);
        progress = after;
    }

    private long horizon(Stream stream) {
        return tools.retention().horizon(stream).toEpochMilli();
    }

    private static SequenceNumber place(Shard shard, long counter) {
        return SequenceNumber.atCounter(shard.createdSecond(), counter);
    }
}
