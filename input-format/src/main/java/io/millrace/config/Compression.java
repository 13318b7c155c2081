package io.millrace.config;

/** How payloads are compressed. */
public enum Compression {
    /** They are not, or it is not our business. */
    NONE,
    /** By whichever method the first bytes tell; not at all when they tell none. */
    AUTO,
    /** RFC 1952, also several members one after the other. */
    GZIP,
    /** RFC 8878. */
    ZSTD,
    /** The framing format, or else one raw block. */
    SNAPPY
}
