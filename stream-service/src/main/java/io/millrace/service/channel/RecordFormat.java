package io.millrace.service.channel;

import java.util.Arrays;

/** What records are taken as, named as in the API. */
public enum RecordFormat {
    /** JSON with a schema's number at its beginning; for tables only. */
    GSR_JSON(".json"),
    JSON(".json"),
    STRING(".txt"),
    BYTE_ARRAY(".bin");

    private final String extension;

    RecordFormat(String extension) {
        this.extension = extension;
    }

    /** How the names of objects end, before what tells of the compression. */
    public String extension() {
        return extension;
    }

    /** The names of all. */
    public static String[] names() {
        return Arrays.stream(values()).map(Enum::name).toArray(String[]::new);
    }
}
