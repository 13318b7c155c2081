package io.millrace.model;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.checkpoint.ShardId;
import io.millrace.client.SdkStreamReader;
import io.millrace.client.StreamReader;
import io.millrace.config.ConnectorConfig;
import io.millrace.split.Job;
import io.millrace.testing.TestStream;
import java.util.List;

/** A stream of the real stream service, read through the AWS SDK. */
final class ServiceWorld implements World {
    private final TestStream stream;
    private final SdkStreamReader reader;

    ServiceWorld(int shards) {
        stream = TestStream.create(shards);
        reader = SdkStreamReader.open(ConnectorConfig.from(Job.on(stream.name()).conf()));
    }

    @Override
    public StreamReader reader() {
        return reader;
    }

    @Override
    public List<Acknowledged> put(List<String> texts) {
        return stream.put(texts).stream()
                .map(put -> new Acknowledged(new ShardId(put.shard()), new SequenceNumber(put.sequenceNumber())))
                .toList();
    }

    @Override
    public void split(int index) {
        stream.split(index);
    }

    @Override
    public void merge(int index) {
        stream.merge(index);
    }

    @Override
    public int openShards() {
        return stream.openShards().size();
    }

    @Override
    public void close() {
        reader.close();
    }
}
