package com.amazon.emr.kinesis.hive;

/** The storage handler under the name by which existing scripts know it. */
public final class KinesisStorageHandler extends io.millrace.hive.KinesisStorageHandler {}
