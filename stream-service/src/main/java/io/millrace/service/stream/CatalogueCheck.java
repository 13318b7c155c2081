package io.millrace.service.stream;

import io.millrace.service.log.LogException;
import io.millrace.service.log.ShardKey;
import io.millrace.service.log.ShardLog;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Sees at the start that the catalogue and the log tell of the same shards. Every change writes both in one step, so
 * they differ only when the store was damaged or changed by hand; going on would then lose records silently.
 */
public final class CatalogueCheck {
    private CatalogueCheck() {}

    /**
     * Compares the two.
     *
     * @param folder the data folder, for messages
     * @throws LogException naming the first stream and shard on which they differ
     */
    public static void run(Catalogue catalogue, ShardLog log, Path folder) {
        Map<ShardKey, Boolean> unknown = new HashMap<>(log.shards());
        for (Stream stream : catalogue.all()) {
            for (Shard shard : stream.shards()) {
                Boolean takesRecords = unknown.remove(stream.logKey(shard));
                if (takesRecords == null) {
                    throw differ(folder, shard.id() + " of stream " + stream.name() + " is missing in the log");
                }
                if (takesRecords != shard.isOpen()) {
                    throw differ(
                            folder,
                            shard.id() + " of stream " + stream.name() + " is "
                                    + (takesRecords ? "open in the log, closed" : "closed in the log, open")
                                    + " in the catalogue");
                }
            }
        }
        if (!unknown.isEmpty()) {
            ShardKey first = unknown.keySet().iterator().next();
            throw differ(
                    folder,
                    "the log holds shard " + first.index() + " of stream number " + first.stream()
                            + ", which the catalogue does not know");
        }
    }

    private static LogException differ(Path folder, String how) {
        return new LogException("data folder " + folder + " is damaged: catalogue and log differ: " + how);
    }
}
