package io.millrace.config;

/** What Pig makes of a payload; Hive has SerDes for that. */
public enum PayloadFormat {
    /** One field: bytes, or text. */
    TEXT,
    /** A JSON object, whose members are the fields. */
    JSON
}
