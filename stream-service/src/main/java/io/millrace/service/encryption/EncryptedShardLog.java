package io.millrace.service.encryption;

import io.millrace.service.log.LogChange;
import io.millrace.service.log.NewRecord;
import io.millrace.service.log.ReadPage;
import io.millrace.service.log.SequenceNumber;
import io.millrace.service.log.ShardKey;
import io.millrace.service.log.ShardLog;
import io.millrace.service.log.StoredRecord;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;

/**
 * A log whose records are encrypted on their way into another log, where the owner of the stream wants that, and
 * decrypted on their way out, whatever the owner wants by then. Both happen on the caller's thread. Thread-safe.
 *
 * <p>Failures of keys are {@link io.millrace.service.error.ServiceException}s.
 */
public final class EncryptedShardLog implements ShardLog {
    private final ShardLog log;
    private final DataKeys keys;
    private final LongFunction<Optional<KeyName>> chosen;

    /**
     * Wraps a log.
     *
     * @param chosen the key that the records of a stream, by its number, are to be encrypted with from now on
     */
    public EncryptedShardLog(
            ShardLog log, MasterKeys masters, InstantSource clock, LongFunction<Optional<KeyName>> chosen) {
        this.log = log;
        this.keys = new DataKeys(masters, clock);
        this.chosen = chosen;
    }

    @Override
    public CompletableFuture<List<SequenceNumber>> append(ShardKey shard, List<NewRecord> records) {
        Optional<KeyName> name = chosen.apply(shard.stream());
        if (name.isEmpty()) {
            return log.append(shard, records);
        }
        DataKey key = keys.sealing(shard.stream(), name.get());
        Cipher cipher = Gcm.cipher();
        List<NewRecord> sealed = new ArrayList<>(records.size());
        for (NewRecord each : records) {
            sealed.add(Envelope.seal(each, shard, key, cipher));
        }
        return log.append(shard, sealed);
    }

    /** A record that can't be decrypted ends the page before it; it fails the read when it would be the first. */
    @Override
    public ReadPage read(ShardKey shard, SequenceNumber from, long fromMillis, int maxRecords, long maxBytes) {
        ReadPage page = log.read(shard, from, fromMillis, maxRecords, maxBytes);
        return page.records().stream().anyMatch(Envelope::isSealed) ? open(shard, page) : page;
    }

    private ReadPage open(ShardKey shard, ReadPage page) {
        List<StoredRecord> opened = new ArrayList<>(page.records().size());
        Cipher cipher = Gcm.cipher();
        Envelope.Head lastHead = null;
        SecretKey key = null;
        for (StoredRecord each : page.records()) {
            if (!Envelope.isSealed(each)) {
                opened.add(each);
                continue;
            }
            try {
                Envelope.Head head = Envelope.head(each);
                if (!head.equals(lastHead)) {
                    key = keys.opening(shard.stream(), head);
                    lastHead = head;
                }
                opened.add(Envelope.open(each, head, shard, key, cipher));
            } catch (RuntimeException e) {
                if (opened.isEmpty()) {
                    throw e;
                }
                return new ReadPage(
                        opened,
                        each.sequenceNumber(),
                        OptionalLong.of(each.sequenceNumber().millis()));
            }
        }
        return new ReadPage(opened, page.next(), page.nextMillis());
    }

    @Override
    public CompletableFuture<Void> commit(LogChange change, Runnable whenDurable) {
        return log.commit(change, whenDurable);
    }

    @Override
    public SequenceNumber end(ShardKey shard) {
        return log.end(shard);
    }

    @Override
    public SequenceNumber firstAt(ShardKey shard, long millis) {
        return log.firstAt(shard, millis);
    }

    @Override
    public Watch watch(ShardKey shard, Runnable onChange) {
        return log.watch(shard, onChange);
    }

    @Override
    public CompletableFuture<Void> trim(ShardKey shard, long beforeMillis) {
        return log.trim(shard, beforeMillis);
    }

    @Override
    public Map<ShardKey, Boolean> shards() {
        return log.shards();
    }

    @Override
    public Map<String, byte[]> entries(String prefix) {
        return log.entries(prefix);
    }

    @Override
    public void close() {
        log.close();
    }
}
