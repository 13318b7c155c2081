package io.millrace.service.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.service.log.LogChange;
import io.millrace.service.log.LogException;
import io.millrace.service.log.ShardLog;
import io.millrace.service.stream.StreamKey.Home;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The catalogue's entries on disk, all values JSON:
 *
 * <pre>
 * stream/ID         {@link Stream.Header}
 * shard/ID/INDEX    {@link Shard}
 * next-stream       the ID of the next stream to be created
 * secret            the key that authenticates iterators and tokens, base64
 * account/ID/REGION {@link AccountSettings}
 * kept-at-most      milliseconds that records of all streams are kept at most; missing when only the streams say it
 * delivery/ID/CHANNEL/INDEX {@link io.millrace.service.channel.Progress}
 * </pre>
 *
 * IDs and indices are written with leading zeros, so that keys sort as they do. Stateless.
 */
final class CatalogueCodec {
    static final String NEXT_STREAM = "next-stream";
    static final String SECRET = "secret";
    static final String KEPT_AT_MOST = "kept-at-most";
    private static final String STREAM = "stream/";
    private static final String SHARD = "shard/";
    private static final String ACCOUNT = "account/";
    // isOpen() and its like are derived, not stored.
    private static final ObjectMapper JSON =
            JsonMapper.builder().disable(MapperFeature.AUTO_DETECT_IS_GETTERS).build();

    private CatalogueCodec() {}

    static String streamKey(long id) {
        return String.format(STREAM + "%019d", id);
    }

    static String shardKey(long id, int index) {
        return String.format(SHARD + "%019d/%010d", id, index);
    }

    static String accountKey(Home home) {
        return ACCOUNT + home.account() + "/" + home.region();
    }

    /** The settings of all accounts that have chosen any. */
    static Map<Home, AccountSettings> accounts(ShardLog log) {
        Map<Home, AccountSettings> accounts = new HashMap<>();
        log.entries(ACCOUNT).forEach((key, bytes) -> {
            String[] parts = key.split("/", 3);
            accounts.put(new Home(parts[1], parts[2]), value(key, bytes, AccountSettings.class));
        });
        return accounts;
    }

    static void putHeader(LogChange.Builder change, Stream.Header header) {
        change.put(streamKey(header.id()), bytes(header));
    }

    static void putShard(LogChange.Builder change, long stream, Shard shard) {
        change.put(shardKey(stream, shard.index()), bytes(shard));
    }

    static void remove(LogChange.Builder change, Stream stream) {
        long id = stream.header().id();
        change.remove(streamKey(id));
        stream.shards().forEach(shard -> change.remove(shardKey(id, shard.index())));
    }

    static byte[] bytes(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new LogException("cannot write a catalogue entry", e);
        }
    }

    /** The value of a key; empty when the log has none. */
    static <T> Optional<T> find(ShardLog log, String key, Class<T> type) {
        return Optional.ofNullable(log.entries(key).get(key)).map(bytes -> value(key, bytes, type));
    }

    static <T> T value(String key, byte[] bytes, Class<T> type) {
        try {
            return JSON.readValue(bytes, type);
        } catch (IOException e) {
            throw new LogException("catalogue entry '" + key + "' is damaged: " + e.getMessage(), e);
        }
    }

    /** All streams that the log's entries describe. */
    static Collection<Stream> streams(ShardLog log) {
        Map<Long, List<Shard>> shards = new HashMap<>();
        log.entries(SHARD).forEach((key, bytes) -> {
            long stream = Long.parseLong(key.substring(SHARD.length(), key.lastIndexOf('/')));
            shards.computeIfAbsent(stream, id -> new ArrayList<>()).add(value(key, bytes, Shard.class));
        });
        List<Stream> streams = new ArrayList<>();
        log.entries(STREAM).forEach((key, bytes) -> {
            Stream.Header header = value(key, bytes, Stream.Header.class);
            streams.add(new Stream(header, shards.getOrDefault(header.id(), List.of())));
        });
        return streams;
    }
}
