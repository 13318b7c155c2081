package io.millrace.benchmark;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** What it costs to append to a file and to force that to the disk. */
public final class Fsync {
    private static final int TIMES = 200;

    private Fsync() {}

    /** Milliseconds of an appending write of some bytes with a forced flush of it. */
    public static Samples millis(Path folder, int bytes) throws IOException {
        Path file = Files.createTempFile(folder, "fsync", null);
        List<Double> millis = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer block = ByteBuffer.allocateDirect(bytes);
            for (int i = 0; i < TIMES; i++) {
                block.clear();
                long start = System.nanoTime();
                while (block.hasRemaining()) {
                    channel.write(block);
                }
                channel.force(false);
                millis.add((System.nanoTime() - start) / 1e6);
            }
        } finally {
            Files.delete(file);
        }
        return Samples.of(millis);
    }
}
