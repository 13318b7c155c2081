package com.amazon.emr.kinesis.pig;

/**
 * The name by which existing scripts know {@link io.millrace.pig.KinesisStreamLoader}.
 */
public final class KinesisStreamLoader extends io.millrace.pig.KinesisStreamLoader {
    /** See {@link io.millrace.pig.KinesisStreamLoader#KinesisStreamLoader()}. */
    public KinesisStreamLoader() {}

    /** See {@link io.millrace.pig.KinesisStreamLoader#KinesisStreamLoader(String...)}. */
    public KinesisStreamLoader(String... settings) {
        super(settings);
    }
}
