package io.millrace.model;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.checkpoint.ShardId;
import io.millrace.client.StreamReader;
import java.util.List;

/** A stream that a walk acts on. */
interface World extends AutoCloseable {
    /** Reads the stream. */
    StreamReader reader();

    /** Puts each text as a record; answers in their order. */
    List<Acknowledged> put(List<String> texts);

    /** Splits an open shard, counted in the order of hash keys. */
    void split(int index);

    /** Merges an open shard with the one after it. */
    void merge(int index);

    int openShards();

    @Override
    void close();

    /** Where a record went. */
    record Acknowledged(ShardId shard, SequenceNumber number) {}
}
