package io.millrace.benchmark.read;

import io.millrace.benchmark.Lab;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/**
 * The bare loop that the connector is measured against: GetRecords by the AWS SDK with the connector's HTTP client, one
 * page after the other.
 */
final class SdkPolling implements Drained.Way {
    static final String FIRST_SHARD = "shardId-000000000000";
    private static final int MOST = 10_000;

    private final Lab lab;
    private final String stream;
    private final long records;

    /** @param records how many are in the stream's first shard */
    SdkPolling(Lab lab, String stream, long records) {
        this.lab = lab;
        this.stream = stream;
        this.records = records;
    }

    @Override
    public long drain() {
        try (KinesisClient client = lab.signed(KinesisClient.builder())
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build()) {
            String iterator = client.getShardIterator(request -> request.streamName(stream)
                            .shardId(FIRST_SHARD)
                            .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                    .shardIterator();
            long read = 0;
            Sum sum = new Sum();
            while (read < records) {
                String from = iterator;
                GetRecordsResponse page =
                        client.getRecords(request -> request.shardIterator(from).limit(MOST));
                for (Record record : page.records()) {
                    sum.add(record.partitionKey(), record.data().asByteArrayUnsafe());
                    read++;
                }
                iterator = page.nextShardIterator();
            }
            sum.check();
            return read;
        }
    }

    /** Looks at every record, so that nothing can be left out as unused. */
    static final class Sum {
        private long bytes;

        void add(String partitionKey, byte[] payload) {
            bytes += partitionKey.length() + payload.length + payload[payload.length - 1] % 2;
        }

        void check() {
            if (bytes <= 0) {
                throw new IllegalStateException("no bytes were read");
            }
        }
    }
}
