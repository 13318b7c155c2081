package io.millrace.service.channel;

import java.util.Arrays;

/** How objects are compressed, named as in the API. */
public enum Compression {
    NONE(""),
    GZIP(".gz"),
    ZSTD(".zst");

    private final String extension;

    Compression(String extension) {
        this.extension = extension;
    }

    /** How the names of objects end, by which Hadoop knows how to read them. */
    public String extension() {
        return extension;
    }

    /** The names of all. */
    public static String[] names() {
        return Arrays.stream(values()).map(Enum::name).toArray(String[]::new);
    }
}
