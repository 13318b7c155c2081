package io.millrace.service.log.rocks;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.rocksdb.AbstractNativeReference;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.Env;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileManager;
import org.rocksdb.WALRecoveryMode;

/** How the engine is set up. Holds memory outside of the heap until it is closed, which comes after the database. */
final class EngineOptions implements AutoCloseable {
    private static final long MIB = 1 << 20;
    private static final long BLOB_FROM_BYTES = 512;

    // It sees to it that work in the background that failed for want of space is done again.
    private final SstFileManager files;
    private final DBOptions database;
    private final ColumnFamilyOptions plain = new ColumnFamilyOptions();
    private final ColumnFamilyOptions records = new ColumnFamilyOptions()
            .setWriteBufferSize(64 * MIB)
            .setMaxWriteBufferNumber(3)
            .setCompressionType(CompressionType.LZ4_COMPRESSION)
            .setEnableBlobFiles(true)
            .setMinBlobSize(BLOB_FROM_BYTES)
            .setBlobFileSize(64 * MIB)
            .setEnableBlobGarbageCollection(true);

    EngineOptions() throws RocksDBException {
        this.files = new SstFileManager(Env.getDefault());
        this.database = new DBOptions()
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                .setParanoidChecks(true)
                .setMaxTotalWalSize(256 * MIB)
                .setKeepLogFileNum(2)
                .setMaxBackgroundJobs(2)
                .setSstFileManager(files)
                .setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords);
    }

    DBOptions database() {
        return database;
    }

    /** The default one, which is empty, and those of records, shards and entries. */
    List<ColumnFamilyDescriptor> families() {
        return List.of(
                new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, plain),
                family("records", records),
                family("shards", plain),
                family("entries", plain));
    }

    private static ColumnFamilyDescriptor family(String name, ColumnFamilyOptions options) {
        return new ColumnFamilyDescriptor(name.getBytes(StandardCharsets.UTF_8), options);
    }

    @Override
    public void close() {
        for (AbstractNativeReference each : List.of(database, plain, records, files)) {
            each.close();
        }
    }
}
