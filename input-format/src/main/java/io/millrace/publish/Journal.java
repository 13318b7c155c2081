package io.millrace.publish;

import io.millrace.client.OutgoingRecord;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.zip.CRC32C;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.WritableUtils;

/**
 * Which records of one staged file are in the stream. An entry is on disk before the next call is made, so that a
 * publisher that dies loses at most what its last call has brought in. Each publisher writes a journal file of its own
 * and reads those of the ones before it. Not thread-safe.
 *
 * <pre>
 *   entry:  int length   vlong number of the first record, vlong differences to the next ones   int CRC32C of them
 * </pre>
 */
final class Journal implements Closeable {
    /** Far more than the numbers of one call need: something else is damage. */
    private static final int LONGEST = 1 << 20;

    private static final String NAME = "acknowledged-";

    private final BitSet acknowledged = new BitSet();
    private final FSDataOutputStream out;

    private Journal(FileSystem files, Path folder, String publisher) throws IOException {
        files.mkdirs(folder);
        for (FileStatus status : files.listStatus(folder)) {
            if (status.getPath().getName().startsWith(NAME)) {
                read(files, status.getPath());
            }
        }
        out = files.create(new Path(folder, NAME + publisher), false);
    }

    /**
     * Opens a new journal behind those that are there.
     *
     * @param folder of the journals of one staged file
     * @param publisher tells publishers apart; those before it are to make no call any more, or it may miss what they note
     */
    static Journal open(FileSystem files, Path folder, String publisher) throws IOException {
        // A local file system with checksums keeps the last bytes to itself until a file is closed.
        return new Journal(
                files instanceof ChecksumFileSystem checked ? checked.getRawFileSystem() : files, folder, publisher);
    }

    /** Whether the record of this number is in the stream. */
    boolean has(long number) {
        return acknowledged.get(Math.toIntExact(number));
    }

    /** How many records are. */
    long size() {
        return acknowledged.cardinality();
    }

    /** Notes records, at least one. */
    void add(List<OutgoingRecord> records) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream numbers = new DataOutputStream(bytes);
        long before = 0;
        for (OutgoingRecord record : records) {
            acknowledged.set(Math.toIntExact(record.number()));
            WritableUtils.writeVLong(numbers, record.number() - before);
            before = record.number();
        }
        byte[] entry = bytes.toByteArray();
        out.writeInt(entry.length);
        out.write(entry);
        out.writeInt(checksum(entry));
        out.hsync();
    }

    private void read(FileSystem files, Path file) throws IOException {
        try (FSDataInputStream in = files.open(file)) {
            while (true) {
                int length = in.readInt();
                if (length < 1 || length > LONGEST) {
                    throw new IOException("the journal " + file + " is damaged: an entry of " + length + " bytes");
                }
                byte[] entry = new byte[length];
                in.readFully(entry);
                if (in.readInt() != checksum(entry)) {
                    throw new IOException("the journal " + file + " is damaged: the checksum of an entry is wrong");
                }
                apply(entry);
            }
        } catch (EOFException e) {
            // The end, or an entry whose writer died: its call is the one that may be doubled.
            return;
        }
    }

    private void apply(byte[] entry) throws IOException {
        DataInputStream numbers = new DataInputStream(new ByteArrayInputStream(entry));
        long number = 0;
        while (numbers.available() > 0) {
            number += WritableUtils.readVLong(numbers);
            acknowledged.set(Math.toIntExact(number));
        }
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
