package io.millrace.service.delivery;

import io.airlift.compress.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/** The objects of a bucket, as someone sees them who reads its folder. */
public final class BucketObjects {
    private final Path bucket;

    public BucketObjects(Path bucket) {
        this.bucket = bucket;
    }

    /**
     * The keys that have a text somewhere, in order; objects that are not whole yet have none. A channel's id is in its
     * keys, and hexadecimal: a text must not be what it may end with.
     */
    public List<String> keys(String part) {
        return files().stream()
                .filter(file -> !file.getFileName().toString().startsWith("."))
                .map(file -> bucket.relativize(file).toString())
                .filter(key -> key.contains(part))
                .sorted()
                .toList();
    }

    /** While the service writes: what is in a folder's list may have got its final name when it is looked at. */
    private List<Path> files() {
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(bucket, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    found.add(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                    if (failure instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw failure;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    /** The content of those objects, one after the other, without compression. */
    public String text(String part) {
        return keys(part).stream().map(this::read).collect(Collectors.joining());
    }

    private String read(String key) {
        try (InputStream in = open(key, Files.newInputStream(bucket.resolve(key)))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String key, InputStream in) throws IOException {
        if (key.endsWith(".gz")) {
            return new GZIPInputStream(in);
        }
        return key.endsWith(".zst") ? new ZstdInputStream(in) : in;
    }
}
